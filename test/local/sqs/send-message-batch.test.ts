import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const entries = (count: number, body = "x") =>
  Array.from({ length: count }, (_, n) => ({ Id: `entry-${n}`, MessageBody: body }));

describe("SendMessageBatch", () => {
  it("sends the good entries and names the bad ones", async () => {
    const { url } = await target.createQueue();
    const answer = await target.client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "good", MessageBody: "hello" },
          { Id: "bad", MessageBody: "\u0000" },
          { Id: "late", MessageBody: "x", DelaySeconds: 901 },
        ],
      }),
    );
    expect(answer.Successful).toMatchObject([
      { Id: "good", MD5OfMessageBody: "5d41402abc4b2a76b9719d911017c592" },
    ]);
    expect(answer.Failed).toMatchObject([
      { Id: "bad", SenderFault: true, Code: "InvalidMessageContents" },
      { Id: "late", SenderFault: true, Code: "InvalidParameterValue" },
    ]);
    await eventually(async () =>
      expect(await target.attribute(url, "ApproximateNumberOfMessages")).toBe("1"),
    );
  });

  it("takes ten messages that have 1 MiB together", async () => {
    const { url } = await target.createQueue();
    const body = "x".repeat(Math.floor(1_048_576 / 10));
    const answer = await target.client.send(
      new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(10, body) }),
    );
    expect(answer.Successful).toHaveLength(10);
    expect(answer.Failed).toBeUndefined();
  });

  it.each([
    ["no entries", [], "AWS.SimpleQueueService.EmptyBatchRequest", "EmptyBatchRequest"],
    [
      "eleven entries",
      entries(11),
      "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
      "TooManyEntriesInBatchRequest",
    ],
    [
      "an id twice",
      [...entries(1), ...entries(1)],
      "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
      "BatchEntryIdsNotDistinct",
    ],
    [
      "an id with a space",
      [{ Id: "a b", MessageBody: "x" }],
      "AWS.SimpleQueueService.InvalidBatchEntryId",
      "InvalidBatchEntryId",
    ],
    [
      "more than 1 MiB together",
      entries(2, "x".repeat(600_000)),
      "AWS.SimpleQueueService.BatchRequestTooLong",
      "BatchRequestTooLong",
    ],
  ])("refuses a batch with %s, and sends nothing of it", async (_, Entries, Code, name) => {
    const { url } = await target.createQueue();
    const sending = target.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    await expect(sending).rejects.toMatchObject({ name, Code });
    await eventually(async () =>
      expect(await target.attribute(url, "ApproximateNumberOfMessages")).toBe("0"),
    );
  });
});

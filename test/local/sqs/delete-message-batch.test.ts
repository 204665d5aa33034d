import { DeleteMessageBatchCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const entry = { ReceiptHandle: "no handle" };
const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ ...entry, Id: `entry-${n}` }));

test("deletes the good entries and names the bad ones", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  const answer = await target.client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: "good", ReceiptHandle },
        { Id: "bad", ReceiptHandle: "no handle" },
      ],
    }),
  );
  expect(answer.Successful).toEqual([{ Id: "good" }]);
  expect(answer.Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "ReceiptHandleIsInvalid" }]);
  await eventually(async () =>
    expect(await target.attribute(url, "ApproximateNumberOfMessagesNotVisible")).toBe("0"),
  );
});

test.each([
  ["no entries", [], "EmptyBatchRequest"],
  ["eleven entries", entries(11), "TooManyEntriesInBatchRequest"],
  ["an id twice", [...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct"],
  ["an id with a space", [{ ...entry, Id: "a b" }], "InvalidBatchEntryId"],
])("refuses a batch with %s", async (_, Entries, name) => {
  const { url } = await target.createQueue();
  const sending = target.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  await expect(sending).rejects.toMatchObject({ name, Code: `AWS.SimpleQueueService.${name}` });
});

import { ChangeMessageVisibilityBatchCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const entry = { ReceiptHandle: "no handle", VisibilityTimeout: 0 };
const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ ...entry, Id: `entry-${n}` }));

test("changes the good entries and names the bad ones", async () => {
  const { url } = await target.createQueue();
  const id = await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  const answer = await target.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: "good", ReceiptHandle, VisibilityTimeout: 0 },
        { Id: "bad", ReceiptHandle: "no handle", VisibilityTimeout: 0 },
      ],
    }),
  );
  expect(answer.Successful).toEqual([{ Id: "good" }]);
  expect(answer.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  expect(await target.receiveOne(url)).toMatchObject({ MessageId: id });
});

test.each([
  ["no entries", [], "EmptyBatchRequest"],
  ["eleven entries", entries(11), "TooManyEntriesInBatchRequest"],
  ["an id twice", [...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct"],
  ["an id with a space", [{ ...entry, Id: "a b" }], "InvalidBatchEntryId"],
])("refuses a batch with %s", async (_, Entries, name) => {
  const { url } = await target.createQueue();
  const sending = target.client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  await expect(sending).rejects.toMatchObject({ name, Code: `AWS.SimpleQueueService.${name}` });
});

import { DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const remove = (url: string, ReceiptHandle: string | undefined) =>
  target.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));

test("deletes for good, and may be repeated", async () => {
  const { url } = await target.createQueue({ VisibilityTimeout: "1" });
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  await remove(url, ReceiptHandle);
  await remove(url, ReceiptHandle);
  expect(await target.receive(url, { WaitTimeSeconds: 3 })).toEqual([]);
});

test("deletes with a handle whose visibility timeout is over, as long as nobody received since", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url, { VisibilityTimeout: 0 });
  await remove(url, ReceiptHandle);
  expect(await target.receive(url)).toEqual([]);
});

test("does not delete a message that was received again since", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const stale = await target.receiveOne(url, { VisibilityTimeout: 0 });
  await target.receiveOne(url, { VisibilityTimeout: 1 });
  await remove(url, stale.ReceiptHandle);
  expect(await target.receiveOne(url)).toMatchObject({ MessageId: stale.MessageId });
});

test("refuses what is no handle", async () => {
  const { url } = await target.createQueue();
  await expect(remove(url, "no handle")).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
});

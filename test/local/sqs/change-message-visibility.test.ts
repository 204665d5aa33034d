import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const change = (url: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
  target.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }));

test.each([0, 1])("gives a message back after %d s", async (seconds) => {
  const { url } = await target.createQueue();
  const id = await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  await change(url, ReceiptHandle, seconds);
  expect(await target.receiveOne(url)).toMatchObject({ MessageId: id });
});

test("wakes a consumer that waits", async () => {
  const { url } = await target.createQueue();
  const id = await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  const waiting = target.receiveOne(url);
  await change(url, ReceiptHandle, 0);
  expect(await waiting).toMatchObject({ MessageId: id });
});

test("keeps a message hidden for longer", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url, { VisibilityTimeout: 30 });
  await change(url, ReceiptHandle, 3600);
  expect(await target.receive(url, { WaitTimeSeconds: 20 })).toEqual([]);
  expect(await target.receive(url, { WaitTimeSeconds: 20 })).toEqual([]);
});

test.each([-1, 43_201])("refuses %d s", async (seconds) => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  await expect(change(url, ReceiptHandle, seconds)).rejects.toMatchObject({
    Code: "InvalidParameterValue",
  });
});

test("refuses more than 12 hours since the receive", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  // Lets some time pass.
  await target.receive(url, { WaitTimeSeconds: 1 });
  await expect(change(url, ReceiptHandle, 43_200)).rejects.toMatchObject({
    Code: "InvalidParameterValue",
    message: expect.stringContaining("Total VisibilityTimeout"),
  });
});

test("refuses the handle of a message that is gone", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  const { ReceiptHandle } = await target.receiveOne(url);
  await target.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
  await expect(change(url, ReceiptHandle, 1)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});

test("refuses what is no handle", async () => {
  const { url } = await target.createQueue();
  await expect(change(url, "no handle", 1)).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
});

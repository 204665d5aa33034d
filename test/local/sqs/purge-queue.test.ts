import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("deletes all messages, and not twice a minute", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  await target.client.send(new PurgeQueueCommand({ QueueUrl: url }));
  const again = target.client.send(new PurgeQueueCommand({ QueueUrl: url }));
  await expect(again).rejects.toMatchObject({ name: "PurgeQueueInProgress" });
  await eventually(async () => expect(await target.receive(url, { WaitTimeSeconds: 1 })).toEqual([]));
});

test("deletes what consumers hold, too", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  await target.receiveOne(url, { VisibilityTimeout: 60 });
  await target.client.send(new PurgeQueueCommand({ QueueUrl: url }));
  await eventually(async () =>
    expect(await target.attribute(url, "ApproximateNumberOfMessagesNotVisible")).toBe("0"),
  );
});

test("refuses a queue that is not there", async () => {
  const { url } = await target.createQueue();
  const command = new PurgeQueueCommand({ QueueUrl: `${url}-not` });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("deletes a queue with its messages", async () => {
  const { url } = await target.createQueue();
  await target.send(url, "x");
  await target.client.send(new DeleteQueueCommand({ QueueUrl: url }));
  await eventually(() => expect(target.send(url, "x")).rejects.toMatchObject({ name: "QueueDoesNotExist" }));
});

test("refuses a queue that is not there", async () => {
  const { url } = await target.createQueue();
  const command = new DeleteQueueCommand({ QueueUrl: `${url}-not` });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

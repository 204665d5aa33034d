import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("gives the same queue for the same name and attributes", async () => {
  const { url, name } = await target.createQueue({ DelaySeconds: "7" });
  const again = await target.client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: "7" } }),
  );
  expect(again.QueueUrl).toBe(url);
});

test("refuses another value for a queue that is there", async () => {
  const { name } = await target.createQueue({ DelaySeconds: "7" });
  const command = new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: "8" } });
  await expect(target.client.send(command)).rejects.toMatchObject({
    name: "QueueNameExists",
    Code: "QueueAlreadyExists",
  });
});

test.each(["", "a b", "ä", "x".repeat(81)])("refuses the name '%s'", async (QueueName) => {
  const command = new CreateQueueCommand({ QueueName });
  await expect(target.client.send(command)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});

test("refuses a dead-letter queue that is not there", async () => {
  const { arn } = await target.createQueue();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${arn}-not`, maxReceiveCount: 1 });
  await expect(target.createQueue({ RedrivePolicy })).rejects.toMatchObject({
    Code: "InvalidParameterValue",
    message: expect.stringContaining("Dead letter target does not exist"),
  });
});

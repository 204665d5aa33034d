import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("gives the URL of a name", async () => {
  const { url, name } = await target.createQueue();
  expect((await target.client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
});

test("refuses a name that is not there", async () => {
  const command = new GetQueueUrlCommand({ QueueName: "reelbase-test-none" });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

test("knows no queue of another account", async () => {
  const { name } = await target.createQueue();
  const command = new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: "000000000000" });
  await expect(target.client.send(command)).rejects.toMatchObject({
    Code: expect.stringMatching(/NonExistentQueue$|^AccessDenied/),
  });
});

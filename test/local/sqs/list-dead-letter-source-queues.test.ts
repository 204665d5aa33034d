import { ListDeadLetterSourceQueuesCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("names the queues that move their messages here", async () => {
  const dead = await target.createQueue();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
  const { url } = await target.createQueue({ RedrivePolicy });
  const answer = await target.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }));
  expect(answer.queueUrls).toEqual([url]);
  expect(JSON.parse((await target.attribute(url, "RedrivePolicy")) ?? "")).toEqual({
    deadLetterTargetArn: dead.arn,
    maxReceiveCount: 3,
  });
});

test("names none for a queue that is nobody's dead-letter queue", async () => {
  const { url } = await target.createQueue();
  const answer = await target.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }));
  expect(answer.queueUrls).toEqual([]);
});

test("refuses a queue that is not there", async () => {
  const { url } = await target.createQueue();
  const command = new ListDeadLetterSourceQueuesCommand({ QueueUrl: `${url}-not` });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("gives settings, times and counts", async () => {
  const { url, arn } = await target.createQueue({ DelaySeconds: "3", VisibilityTimeout: "45" });
  const all = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
  expect((await target.client.send(all)).Attributes).toMatchObject({
    QueueArn: arn,
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
    ApproximateNumberOfMessagesDelayed: "0",
    CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
    LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
    VisibilityTimeout: "45",
    MaximumMessageSize: "1048576",
    MessageRetentionPeriod: "345600",
    DelaySeconds: "3",
    ReceiveMessageWaitTimeSeconds: "0",
    SqsManagedSseEnabled: "true",
  });
});

test("gives only the named ones, and none when none is named", async () => {
  const { url } = await target.createQueue();
  const get = (AttributeNames?: ["VisibilityTimeout"]) =>
    target.client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
  expect((await get(["VisibilityTimeout"])).Attributes).toEqual({ VisibilityTimeout: "43200" });
  expect((await get()).Attributes).toBeUndefined();
});

test("refuses a name that it does not know", async () => {
  const { url } = await target.createQueue();
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["Size" as "All"] });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "InvalidAttributeName" });
});

test("refuses a queue that is not there", async () => {
  const { url } = await target.createQueue();
  const command = new GetQueueAttributesCommand({ QueueUrl: `${url}-not` });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

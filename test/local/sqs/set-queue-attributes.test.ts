import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("changes the named ones", async () => {
  const { url } = await target.createQueue({ DelaySeconds: "900", VisibilityTimeout: "45" });
  const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "0" } });
  await target.client.send(command);
  await eventually(async () => expect(await target.attribute(url, "DelaySeconds")).toBe("0"));
  await eventually(async () => expect(await target.attribute(url, "VisibilityTimeout")).toBe("45"));
});

test.each([
  { VisibilityTimeout: "43201" },
  { DelaySeconds: "-1" },
  { MaximumMessageSize: "many" },
  { MessageRetentionPeriod: "59" },
  { ReceiveMessageWaitTimeSeconds: "21" },
])("refuses %j", async (Attributes) => {
  const { url } = await target.createQueue();
  const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "InvalidAttributeValue" });
});

test("takes the redrive policy away", async () => {
  const { arn } = await target.createQueue();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 });
  const { url } = await target.createQueue({ RedrivePolicy });
  const set = (policy: string) =>
    target.client.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { RedrivePolicy: policy } }),
    );
  await set("");
  await eventually(async () => expect(await target.attribute(url, "RedrivePolicy")).toBeUndefined());
  const missing = RedrivePolicy.replace(arn, `${arn}-not`);
  await expect(set(missing)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});

test("refuses a queue that is not there", async () => {
  const { url } = await target.createQueue();
  const command = new SetQueueAttributesCommand({
    QueueUrl: `${url}-not`,
    Attributes: { DelaySeconds: "1" },
  });
  await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

import { synthesize } from "./synthesize.ts";
import { resourcesOf } from "./template.ts";

const template = synthesize();

describe("monitoring", () => {
  const alarms = resourcesOf(template, "AWS::CloudWatch::Alarm");

  test("every DLQ that nobody empties by itself and everything else that needs a person has an alarm", () => {
    const watched = alarms.map(({ properties }) => [
      properties["MetricName"],
      Object.values((properties["Dimensions"] as { Value: string }[])[0] ?? {}).at(-1),
    ]);
    expect(watched).toEqual([
      ["ApproximateNumberOfMessagesVisible", "<IngestUploadsDeadLetters.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<IngestUploadsUndelivered.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<AnalyzeLaneDeadLetters.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<EmbedLaneDeadLetters.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<EmbedOutputsDeadLetters.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<EmbedOutputsUndelivered.QueueName>"],
      ["ExecutionsFailed", "<WorkflowMachine>"],
      ["InvocationThrottles", "us.twelvelabs.pegasus-1-2-v1:0"],
      ["ApproximateAgeOfOldestMessage", "<IngestUploadsQueue.QueueName>"],
      ["ApproximateAgeOfOldestMessage", "<AnalyzeLaneQueue.QueueName>"],
      ["ApproximateAgeOfOldestMessage", "<EmbedLaneQueue.QueueName>"],
    ]);
  });

  test.each(alarms.map(({ id, properties }) => [id, properties] as const))(
    "%s says where to read on",
    (_id, alarm) => {
      expect(alarm["AlarmDescription"]).toMatch(/\. See docs\/operate\.md#[a-z-]+$/);
      expect(alarm["TreatMissingData"]).toBe("notBreaching");
    },
  );

  test("can be left out, and then costs nothing", () => {
    const types = Object.values(synthesize({ monitoring: "false" }).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("AWS::CloudWatch"))).toEqual([]);
  });
});

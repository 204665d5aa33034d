import { readFileSync } from "node:fs";
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
      ["ApproximateNumberOfMessagesVisible", "<IngestFetchesDeadLetters.QueueName>"],
      ["ApproximateNumberOfMessagesVisible", "<CatalogRemovalsDeadLetters.QueueName>"],
      ["ExecutionsFailed", "<WorkflowMachine>"],
      ["InvocationThrottles", "us.twelvelabs.pegasus-1-2-v1:0"],
      ["ApproximateAgeOfOldestMessage", "<IngestUploadsQueue.QueueName>"],
      ["ApproximateAgeOfOldestMessage", "<AnalyzeLaneQueue.QueueName>"],
      ["ApproximateAgeOfOldestMessage", "<EmbedLaneQueue.QueueName>"],
      ["ApproximateAgeOfOldestMessage", "<IngestFetchesQueue.QueueName>"],
      ["5XXError", "Reelbase"],
    ]);
  });

  const runbook = readFileSync(new URL("../docs/operate.md", import.meta.url), "utf8");

  test.each(alarms.map(({ id, properties }) => [id, properties] as const))(
    "%s says where to read on",
    (_id, alarm) => {
      const [, section] = /\. See docs\/operate\.md#([a-z-]+)$/.exec(String(alarm["AlarmDescription"])) ?? [];
      expect(runbook).toContain(`\n## ${section}\n`);
      expect(alarm["TreatMissingData"]).toBe("notBreaching");
    },
  );

  test("can be left out, and then costs nothing", () => {
    const types = Object.values(synthesize({ monitoring: "false" }).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("AWS::CloudWatch"))).toEqual([]);
  });
});

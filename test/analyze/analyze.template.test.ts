import { synthesize } from "../synthesize.ts";
import { environmentOf, functionOf, grantsOf, resourceOf } from "../template.ts";

const template = synthesize({ analyzeConcurrency: "17" });
const PROFILE = "arn:aws:bedrock:us-east-1:<AWS::AccountId>:inference-profile/us.twelvelabs.pegasus-1-2-v1:0";
const bedrockGrants = (grants: readonly string[]) => grants.filter((grant) => grant.startsWith("bedrock:"));

test("the lane hands over one message at a time, as many at once as configured", () => {
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "AnalyzeLaneQueueConsumer")).toEqual({
    EventSourceArn: "<AnalyzeLaneQueue.Arn>",
    FunctionName: "<AnalyzeWorker>",
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 17 },
  });
});

test("throttled messages may come back a thousand times, and outlive the longest wait of a run", () => {
  const queue = resourceOf(template, "AWS::SQS::Queue", "AnalyzeLaneQueue");
  expect(queue).toMatchObject({
    VisibilityTimeout: 5400,
    RedrivePolicy: { deadLetterTargetArn: "<AnalyzeLaneDeadLetters.Arn>", maxReceiveCount: 1000 },
  });
  expect(queue.MessageRetentionPeriod).toBeGreaterThan(12 * 3600);
});

test("one call about a long video fits into the worker's time", () => {
  expect(functionOf(template, "analyze/analyze").properties.Timeout).toBe(900);
});

test("the worker may call Pegasus through its profile in every region that may serve it, and store answers", () => {
  const through = ` if {"StringEquals":{"bedrock:InferenceProfileArn":"${PROFILE}"}}`;
  const model = (region: string) => `arn:aws:bedrock:${region}::foundation-model/twelvelabs.pegasus-1-2-v1:0`;
  expect(grantsOf(template, "analyze/analyze")).toEqual(
    [
      `bedrock:InvokeModel ${PROFILE}`,
      ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"].map(
        (region) => `bedrock:InvokeModel ${model(region)}${through}`,
      ),
      "dynamodb:GetItem <CatalogTable.Arn>",
      "dynamodb:UpdateItem <CatalogTable.Arn>",
      "s3:GetObject <IngestVideos.Arn>/videos/*",
      "s3:GetObject <Work.Arn>/answers/*",
      "s3:ListBucket <Work.Arn>",
      "s3:PutObject <Work.Arn>/answers/*",
      "sqs:ChangeMessageVisibility <AnalyzeLaneQueue.Arn>",
      "sqs:DeleteMessage <AnalyzeLaneQueue.Arn>",
      "sqs:GetQueueAttributes <AnalyzeLaneQueue.Arn>",
      "sqs:ReceiveMessage <AnalyzeLaneQueue.Arn>",
      "states:SendTaskFailure <WorkflowMachine>",
      "states:SendTaskHeartbeat <WorkflowMachine>",
      "states:SendTaskSuccess <WorkflowMachine>",
    ].sort(),
  );
  expect(environmentOf(template, "analyze/analyze")).toEqual({
    ACCOUNT_ID: "<AWS::AccountId>",
    LANE_URL: "<AnalyzeLaneQueue>",
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
  });
});

test("a European stack calls Pegasus through the European profile", () => {
  const grants = bedrockGrants(grantsOf(synthesize({ region: "eu-west-1" }), "analyze/analyze"));
  const profile =
    "arn:aws:bedrock:eu-west-1:<AWS::AccountId>:inference-profile/eu.twelvelabs.pegasus-1-2-v1:0";
  const condition = JSON.stringify({ StringEquals: { "bedrock:InferenceProfileArn": profile } });
  const model = (region: string) => `arn:aws:bedrock:${region}::foundation-model/twelvelabs.pegasus-1-2-v1:0`;
  const regions = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];
  expect(grants).toEqual(
    [
      `bedrock:InvokeModel ${profile}`,
      ...regions.map((destination) => `bedrock:InvokeModel ${model(destination)} if ${condition}`),
    ].sort(),
  );
});

test("a global profile is granted in the own region and without a region, only through the profile", () => {
  const grants = bedrockGrants(grantsOf(synthesize({ region: "ap-northeast-2" }), "analyze/analyze"));
  const profile =
    "arn:aws:bedrock:ap-northeast-2:<AWS::AccountId>:inference-profile/global.twelvelabs.pegasus-1-2-v1:0";
  const condition = (more: object) =>
    JSON.stringify({ StringEquals: { "bedrock:InferenceProfileArn": profile, ...more } });
  expect(grants).toEqual(
    [
      `bedrock:InvokeModel arn:aws:bedrock:::foundation-model/twelvelabs.pegasus-1-2-v1:0 if ${condition({ "aws:RequestedRegion": "unspecified" })}`,
      `bedrock:InvokeModel ${profile}`,
      `bedrock:InvokeModel arn:aws:bedrock:ap-northeast-2::foundation-model/twelvelabs.pegasus-1-2-v1:0 if ${condition({})}`,
    ].sort(),
  );
});

test("stitch reads answers and writes analyses", () => {
  expect(grantsOf(template, "analyze/stitch")).toEqual([
    "s3:GetObject <Work.Arn>/answers/*",
    "s3:ListBucket <Work.Arn>",
    "s3:PutObject <Work.Arn>/analyses/*",
  ]);
  expect(environmentOf(template, "analyze/stitch")).toEqual({
    WORK_BUCKET: "<Work>",
  });
});

test("messages of both lanes that ended in their DLQ reach a function that may fail tokens and nothing else", () => {
  for (const lane of ["Analyze", "Embed"]) {
    expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", `${lane}LaneDeadLettersConsumer`)).toEqual(
      {
        EventSourceArn: `<${lane}LaneDeadLetters.Arn>`,
        FunctionName: "<LaneDeadLettersFunction>",
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
    );
  }
  const receive = (action: string) =>
    ["Analyze", "Embed"].map((lane) => `sqs:${action} <${lane}LaneDeadLetters.Arn>`);
  expect(grantsOf(template, "lane/dead-letter")).toEqual([
    ...["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].flatMap(receive),
    "states:SendTaskFailure <WorkflowMachine>",
  ]);
  expect(environmentOf(template, "lane/dead-letter")).toEqual({});
});

import { synthesize } from "../synthesize.ts";
import { environmentOf, functionOf, grantsOf, resourceOf } from "../template.ts";

const template = synthesize({ embedConcurrency: 9 });
const INVOCATIONS = "arn:aws:bedrock:us-east-1:<AWS::AccountId>:async-invoke/*";
const TOKENS = ["Failure", "Heartbeat", "Success"].map(
  (action) => `states:SendTask${action} <WorkflowMachine>`,
);
const ANSWERS = TOKENS.filter((grant) => !grant.includes("Heartbeat"));

test("the lane bounds the starts at once", () => {
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "EmbedLaneQueueConsumer")).toEqual({
    EventSourceArn: "<EmbedLaneQueue.Arn>",
    FunctionName: "<EmbedWorker>",
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 9 },
  });
  expect(resourceOf(template, "AWS::SQS::Queue", "EmbedLaneQueue")).toMatchObject({
    VisibilityTimeout: 360,
    RedrivePolicy: { deadLetterTargetArn: "<EmbedLaneDeadLetters.Arn>", maxReceiveCount: 1000 },
  });
});

test("the worker starts the bare model of its own region, and writes embeddings only", () => {
  expect(grantsOf(template, "embed/start")).toEqual(
    [
      `bedrock:GetAsyncInvoke ${INVOCATIONS}`,
      `bedrock:InvokeModel ${INVOCATIONS}`,
      "bedrock:InvokeModel arn:aws:bedrock:us-east-1::foundation-model/twelvelabs.marengo-embed-3-0-v1:0",
      "dynamodb:GetItem <CatalogTable.Arn>",
      "dynamodb:UpdateItem <CatalogTable.Arn>",
      "s3:GetObject <IngestVideos.Arn>/videos/*",
      "s3:GetObject <Work.Arn>/embeddings/*",
      "s3:ListBucket <Work.Arn>",
      "s3:PutObject <Work.Arn>/embeddings/*",
      "sqs:ChangeMessageVisibility <EmbedLaneQueue.Arn>",
      "sqs:DeleteMessage <EmbedLaneQueue.Arn>",
      "sqs:GetQueueAttributes <EmbedLaneQueue.Arn>",
      "sqs:ReceiveMessage <EmbedLaneQueue.Arn>",
      ...TOKENS,
    ].sort(),
  );
  expect(environmentOf(template, "embed/start")).toEqual({
    ACCOUNT_ID: "<AWS::AccountId>",
    LANE_URL: "<EmbedLaneQueue>",
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
  });
});

test("await-output keeps tokens, and sees invocations and their files", () => {
  expect(grantsOf(template, "embed/await-output")).toEqual([
    `bedrock:GetAsyncInvoke ${INVOCATIONS}`,
    "dynamodb:DeleteItem <CatalogTable.Arn>",
    "dynamodb:PutItem <CatalogTable.Arn>",
    "s3:GetObject <Work.Arn>/embeddings/*",
    "s3:ListBucket <Work.Arn>",
    ...ANSWERS,
  ]);
  expect(environmentOf(template, "embed/await-output")).toEqual({
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
  });
});

test("only a finished output wakes the waiting state", () => {
  const rule = resourceOf(template, "AWS::Events::Rule", "EmbedOutputsRule");
  expect(rule.EventPattern).toEqual({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: ["<Work>"] }, object: { key: [{ wildcard: "embeddings/*/output.json" }] } },
  });
  expect(rule.Targets).toEqual([
    {
      Id: expect.any(String),
      Arn: "<EmbedOutputsQueue.Arn>",
      DeadLetterConfig: { Arn: "<EmbedOutputsUndelivered.Arn>" },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  ]);
  const bucket = resourceOf(template, "AWS::S3::Bucket", "Work");
  expect(bucket["NotificationConfiguration"]).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
});

test("output-event gets batches of outputs, and one that comes too early again after two minutes", () => {
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "EmbedOutputsQueueConsumer")).toEqual({
    EventSourceArn: "<EmbedOutputsQueue.Arn>",
    FunctionName: "<EmbedOutputEvent>",
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
  expect(resourceOf(template, "AWS::SQS::Queue", "EmbedOutputsQueue")).toMatchObject({
    VisibilityTimeout: 120,
    RedrivePolicy: { deadLetterTargetArn: "<EmbedOutputsDeadLetters.Arn>", maxReceiveCount: 5 },
  });
});

test("output-event answers tokens and forgets them", () => {
  expect(grantsOf(template, "embed/output-event")).toEqual([
    `bedrock:GetAsyncInvoke ${INVOCATIONS}`,
    "dynamodb:DeleteItem <CatalogTable.Arn>",
    "dynamodb:GetItem <CatalogTable.Arn>",
    "s3:GetObject <Work.Arn>/embeddings/*",
    "s3:ListBucket <Work.Arn>",
    "sqs:DeleteMessage <EmbedOutputsQueue.Arn>",
    "sqs:GetQueueAttributes <EmbedOutputsQueue.Arn>",
    "sqs:ReceiveMessage <EmbedOutputsQueue.Arn>",
    ...ANSWERS,
  ]);
  expect(environmentOf(template, "embed/output-event")).toEqual({
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
  });
});

test("collect reads outputs and writes segments and vectors, with a full core", () => {
  expect(grantsOf(template, "embed/collect")).toEqual([
    "dynamodb:BatchWriteItem <CatalogTable.Arn>",
    "s3:GetObject <Work.Arn>/embeddings/*",
    "s3:ListBucket <Work.Arn>",
    ...["audio", "transcription", "visual"].map(
      (option) => `s3vectors:PutVectors <CatalogSegmentIndexIndex${option}.IndexArn>`,
    ),
  ]);
  expect(functionOf(template, "embed/collect").properties).toMatchObject({ MemorySize: 1769, Timeout: 300 });
  expect(environmentOf(template, "embed/collect")).toMatchObject({
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
    VECTOR_BUCKET: {
      "Fn::Select": [1, { "Fn::Split": ["/", "<CatalogSegmentIndexBucket.VectorBucketArn>"] }],
    },
  });
});

test("work objects expire, so that nothing is kept by accident", () => {
  const days = (options: object) =>
    resourceOf(synthesize({ ...options }), "AWS::S3::Bucket", "Work").LifecycleConfiguration.Rules;
  expect(days({ workRetentionDays: "3" })).toEqual([
    { Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, ExpirationInDays: 3 },
  ]);
});

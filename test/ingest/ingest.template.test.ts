import { synthesize } from "../synthesize.ts";
import { environmentOf, functionOf, grantsOf, resourceOf } from "../template.ts";

const template = synthesize();

test("every upload below videos/ becomes a message in the ingest queue, and nothing else does", () => {
  const rule = resourceOf(template, "AWS::Events::Rule", "IngestUploadsRule");
  expect(rule.EventPattern).toEqual({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: ["<IngestVideos>"] }, object: { key: [{ prefix: "videos/" }] } },
  });
  expect(rule.Targets).toEqual([
    {
      Id: expect.any(String),
      Arn: "<IngestUploadsQueue.Arn>",
      DeadLetterConfig: { Arn: "<IngestUploadsUndelivered.Arn>" },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  ]);
});

test.each(["IngestUploadsQueue", "IngestUploadsUndelivered"])(
  "only the rule of the own account may send to %s",
  (queue) => {
    const policy = resourceOf(template, "AWS::SQS::QueuePolicy", `${queue}Policy`);
    const allowed = policy.PolicyDocument.Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: `<${queue}.Arn>`,
        Condition: {
          ArnEquals: { "aws:SourceArn": "<IngestUploadsRule.Arn>" },
          StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
        },
      },
    ]);
  },
);

test("the videos bucket reports to EventBridge by itself, keeps versions and clears what was left half-way", () => {
  const bucket = resourceOf(template, "AWS::S3::Bucket", "IngestVideos");
  expect(bucket["NotificationConfiguration"]).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
  expect(bucket["VersioningConfiguration"]).toEqual({ Status: "Enabled" });
  expect(bucket.LifecycleConfiguration.Rules).toEqual([
    {
      Status: "Enabled",
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    },
  ]);
});

test("an event that cannot be taken in goes to the DLQ after five times", () => {
  const queue = resourceOf(template, "AWS::SQS::Queue", "IngestUploadsQueue");
  expect(queue).toMatchObject({
    VisibilityTimeout: 6 * functionOf(template, "ingest/receive").properties.Timeout,
    RedrivePolicy: { deadLetterTargetArn: "<IngestUploadsDeadLetters.Arn>", maxReceiveCount: 5 },
  });
});

test("receive gets batches, not more at once than executions can be started, and reports the failed messages one by one", () => {
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "IngestUploadsQueueConsumer")).toEqual({
    EventSourceArn: "<IngestUploadsQueue.Arn>",
    FunctionName: "<IngestReceive>",
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});

test("receive may claim an object and start and stop executions, and cannot read a video", () => {
  expect(grantsOf(template, "ingest/receive")).toEqual([
    "dynamodb:GetItem <CatalogTable.Arn>",
    "dynamodb:PutItem <CatalogTable.Arn>",
    "dynamodb:UpdateItem <CatalogTable.Arn>",
    "sqs:DeleteMessage <IngestUploadsQueue.Arn>",
    "sqs:GetQueueAttributes <IngestUploadsQueue.Arn>",
    "sqs:ReceiveMessage <IngestUploadsQueue.Arn>",
    "states:StartExecution <WorkflowMachine>",
    "states:StopExecution arn:aws:states:us-east-1:<AWS::AccountId>:execution:<WorkflowMachine.Name>:*",
  ]);
  expect(environmentOf(template, "ingest/receive")).toEqual({
    SETTINGS: expect.any(String),
    STATE_MACHINE_ARN: "<WorkflowMachine>",
    TABLE_NAME: "<CatalogTable>",
  });
});

test("probe may read versions of videos and nothing outside videos/", () => {
  expect(grantsOf(template, "ingest/probe")).toEqual([
    "dynamodb:UpdateItem <CatalogTable.Arn>",
    "s3:GetObjectVersion <IngestVideos.Arn>/videos/*",
    "s3:ListBucket <IngestVideos.Arn>",
  ]);
  expect(environmentOf(template, "ingest/probe")).toEqual({
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
  });
});

test("addresses to fetch wait in a queue with a DLQ, a few at a time", () => {
  expect(resourceOf(template, "AWS::SQS::Queue", "IngestFetchesQueue")).toMatchObject({
    VisibilityTimeout: 6 * 900,
    RedrivePolicy: { deadLetterTargetArn: "<IngestFetchesDeadLetters.Arn>", maxReceiveCount: 5 },
  });
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "IngestFetchesQueueConsumer")).toMatchObject(
    {
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 4 },
    },
  );
});

test("fetch may put files below videos/ and say how it went, and start nothing by itself", () => {
  const [videos, tasks] = ["<IngestVideos.Arn>/videos/*", "<Work.Arn>/embed-tasks/*"];
  const invocations = "arn:aws:bedrock:us-east-1:<AWS::AccountId>:async-invoke/*";
  expect(grantsOf(template, "ingest/fetch")).toEqual([
    "bedrock:InvokeModel arn:aws:bedrock:us-east-1::foundation-model/twelvelabs.marengo-embed-3-0-v1:0",
    `bedrock:InvokeModel ${invocations}`,
    ...["GetItem", "UpdateItem"].map((action) => `dynamodb:${action} <CatalogTable.Arn>`),
    ...[`s3:AbortMultipartUpload ${videos}`, `s3:AbortMultipartUpload ${tasks}`],
    ...[`s3:GetObject ${videos}`, `s3:GetObject ${tasks}`],
    ...["s3:ListBucket <IngestVideos.Arn>", "s3:ListBucket <Work.Arn>"],
    ...[`s3:PutObject ${videos}`, `s3:PutObject ${tasks}`],
    "sqs:DeleteMessage <IngestFetchesQueue.Arn>",
    "sqs:GetQueueAttributes <IngestFetchesQueue.Arn>",
    "sqs:ReceiveMessage <IngestFetchesQueue.Arn>",
  ]);
  expect(environmentOf(template, "ingest/fetch")).toEqual({
    ACCOUNT_ID: "<AWS::AccountId>",
    FETCH_HOSTS: "",
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
    VIDEOS_BUCKET: "<IngestVideos>",
    WORK_BUCKET: "<Work>",
  });
});

test("hosts whose private addresses may be fetched are told to whom it concerns", () => {
  const other = synthesize({ fetchHosts: "media.example.com:8443,10.1.0.0/16" });
  for (const entry of ["ingest/fetch", "query/serve"]) {
    expect(environmentOf(other, entry)).toMatchObject({ FETCH_HOSTS: "media.example.com:8443,10.1.0.0/16" });
  }
});

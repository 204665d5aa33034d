import { VIDEO_SUMMARY_ATTRIBUTES } from "../../lambda/contracts/library-items.ts";
import { synthesize } from "../synthesize.ts";
import { environmentOf, functionOf, grantsOf, resourceOf, resourcesOf } from "../template.ts";

const template = synthesize();

test("one table with both GSIs, paid per request, restorable and protected", () => {
  const table = resourceOf(template, "AWS::DynamoDB::GlobalTable", "CatalogTable");
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
  expect(table).toMatchObject({
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys("pk", "sk"),
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    Replicas: [
      {
        Region: "us-east-1",
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ],
  });
  const projection = (attributes: readonly string[]) => ({
    ProjectionType: "INCLUDE",
    NonKeyAttributes: attributes,
  });
  expect(table["GlobalSecondaryIndexes"]).toEqual([
    {
      IndexName: "byIndex",
      KeySchema: keys("gsi1pk", "gsi1sk"),
      Projection: projection(VIDEO_SUMMARY_ATTRIBUTES),
    },
    {
      IndexName: "byStatus",
      KeySchema: keys("gsi2pk", "gsi2sk"),
      Projection: projection([
        ...["videoId", "indexId", "runId", "key", "status", "reason", "createdAt", "updatedAt"],
      ]),
    },
  ]);
});

test("the list of videos holds no more attributes than DynamoDB takes for a GSI", () => {
  expect(VIDEO_SUMMARY_ATTRIBUTES.length).toBeLessThanOrEqual(20);
});

test("one vector index for each embedding option, named after model, option and dimension", () => {
  const indexes = resourcesOf(template, "AWS::S3Vectors::Index").map(({ properties }) => properties);
  expect(indexes).toEqual(
    ["visual", "audio", "transcription"].map((option) => ({
      VectorBucketArn: "<CatalogSegmentIndexBucket.VectorBucketArn>",
      IndexName: `me3-${option}-512`,
      DataType: "float32",
      Dimension: 512,
      DistanceMetric: "cosine",
    })),
  );
});

test("the indexes follow the model and the chosen options", () => {
  const options = { marengo: "marengo-2.7", allowLegacy: true, embeddingOptions: "visual-text,audio" };
  const indexes = resourcesOf(synthesize(options), "AWS::S3Vectors::Index").map(
    ({ properties }) => properties,
  );
  expect(indexes.map(({ IndexName, Dimension }) => [IndexName, Dimension])).toEqual([
    ["me27-visual-text-1024", 1024],
    ["me27-audio-1024", 1024],
  ]);
});

test("finalize writes the catalog and reads the analysis", () => {
  expect(grantsOf(template, "catalog/finalize")).toEqual([
    "dynamodb:BatchWriteItem <CatalogTable.Arn>",
    "dynamodb:ConditionCheckItem <CatalogTable.Arn>",
    "dynamodb:GetItem <CatalogTable.Arn>",
    "dynamodb:UpdateItem <CatalogTable.Arn>",
    "s3:GetObject <Work.Arn>/analyses/*",
    "s3:ListBucket <Work.Arn>",
  ]);
  expect(environmentOf(template, "catalog/finalize")).toEqual({
    SETTINGS: expect.any(String),
    TABLE_NAME: "<CatalogTable>",
    WORK_BUCKET: "<Work>",
  });
});

test("what is to be removed waits in a queue with a DLQ, and is removed by itself", () => {
  expect(resourceOf(template, "AWS::SQS::Queue", "CatalogRemovalsQueue")).toMatchObject({
    VisibilityTimeout: 6 * functionOf(template, "catalog/remove").properties.Timeout,
    RedrivePolicy: { deadLetterTargetArn: "<CatalogRemovalsDeadLetters.Arn>", maxReceiveCount: 5 },
  });
  expect(resourceOf(template, "AWS::Lambda::EventSourceMapping", "CatalogRemovalsQueueConsumer")).toEqual({
    EventSourceArn: "<CatalogRemovalsQueue.Arn>",
    FunctionName: "<CatalogRemove>",
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test("remove may take a video out of every store, and read none of it", () => {
  expect(grantsOf(template, "catalog/remove")).toEqual([
    ...["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem"].map(
      (action) => `dynamodb:${action} <CatalogTable.Arn>`,
    ),
    "dynamodb:Query <CatalogTable.Arn>",
    "dynamodb:Query <CatalogTable.Arn>/index/byIndex",
    "dynamodb:Query <CatalogTable.Arn>/index/byStatus",
    "dynamodb:UpdateItem <CatalogTable.Arn>",
    ...["analyses", "answers", "embeddings"].map((folder) => `s3:DeleteObject <Work.Arn>/${folder}/*`),
    "s3:DeleteObjectVersion <IngestVideos.Arn>/videos/*",
    "s3:ListBucket <Work.Arn>",
    "s3:ListBucketVersions <IngestVideos.Arn>",
    ...["audio", "transcription", "visual"].map(
      (option) => `s3vectors:DeleteVectors <CatalogSegmentIndexIndex${option}.IndexArn>`,
    ),
    "sqs:DeleteMessage <CatalogRemovalsQueue.Arn>",
    "sqs:GetQueueAttributes <CatalogRemovalsQueue.Arn>",
    "sqs:ReceiveMessage <CatalogRemovalsQueue.Arn>",
    "sqs:SendMessage <CatalogRemovalsQueue.Arn>",
    "states:StopExecution arn:aws:states:us-east-1:<AWS::AccountId>:execution:<WorkflowMachine.Name>:*",
  ]);
  expect(environmentOf(template, "catalog/remove")).toEqual({
    REMOVAL_QUEUE_URL: "<CatalogRemovalsQueue>",
    STATE_MACHINE_ARN: "<WorkflowMachine>",
    TABLE_NAME: "<CatalogTable>",
    VECTOR_BUCKET: expect.anything(),
    WORK_BUCKET: "<Work>",
  });
});

import { synthesize } from "../synthesize.ts";
import { environmentOf, grantsOf, resourceOf, resourcesOf } from "../template.ts";

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
  expect(table["GlobalSecondaryIndexes"]).toEqual([
    { IndexName: "byIndex", KeySchema: keys("gsi1pk", "gsi1sk"), Projection: { ProjectionType: "ALL" } },
    { IndexName: "byStatus", KeySchema: keys("gsi2pk", "gsi2sk"), Projection: { ProjectionType: "ALL" } },
  ]);
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

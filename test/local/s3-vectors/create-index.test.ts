import { CreateIndexCommand, GetIndexCommand } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("makes an index and gives its ARN", async () => {
  const indexName = target.newIndexName();
  const { vectorBucketName } = target;
  const { indexArn } = await target.client.send(
    new CreateIndexCommand({
      vectorBucketName,
      indexName,
      dataType: "float32",
      dimension: 4096,
      distanceMetric: "euclidean",
    }),
  );
  const { index } = await target.client.send(new GetIndexCommand({ indexArn }));
  expect(index).toMatchObject({ indexName, dimension: 4096, distanceMetric: "euclidean" });
});

test("does not make an index twice", async () => {
  const { indexName } = await target.createIndex();
  expect((await errorOf(target.createIndex({ indexName }))).name).toBe("ConflictException");
});

test.each<[string, object]>([
  ["no dimension", { dimension: 0 }],
  ["4,097 dimensions", { dimension: 4097 }],
  ["an unknown metric", { distanceMetric: "dot" }],
  ["an unknown type", { dataType: "float16" }],
  [
    "11 non-filterable keys",
    { metadataConfiguration: { nonFilterableMetadataKeys: Array.from({ length: 11 }, (_, n) => `k${n}`) } },
  ],
])("refuses %s", async (_, input) => {
  expect((await errorOf(target.createIndex(input))).name).toBe("ValidationException");
});

test("needs its bucket", async () => {
  const error = await errorOf(
    target.client.send(
      new CreateIndexCommand({
        vectorBucketName: "not-there-at-all",
        indexName: "index",
        dataType: "float32",
        dimension: 3,
        distanceMetric: "cosine",
      }),
    ),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

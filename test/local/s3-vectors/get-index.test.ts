import { GetIndexCommand } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("tells of an index, by its name or its ARN", async () => {
  const address = await target.createIndex({
    dimension: 512,
    metadataConfiguration: { nonFilterableMetadataKeys: ["text"] },
  });
  const { index } = await target.client.send(new GetIndexCommand(address));
  expect(index).toMatchObject({
    ...address,
    indexArn: expect.stringMatching(
      new RegExp(
        `^arn:aws:s3vectors:[a-z0-9-]+:\\d{12}:bucket/${address.vectorBucketName}/index/${address.indexName}$`,
      ),
    ),
    creationTime: expect.any(Date),
    dataType: "float32",
    dimension: 512,
    distanceMetric: "cosine",
    metadataConfiguration: { nonFilterableMetadataKeys: ["text"] },
  });
  const byArn = await target.client.send(new GetIndexCommand({ indexArn: index?.indexArn }));
  expect(byArn.index).toEqual(index);
});

test("refuses a request that names only the bucket", async () => {
  const error = await errorOf(
    target.client.send(new GetIndexCommand({ vectorBucketName: target.vectorBucketName })),
  );
  expect(error.name).toBe("ValidationException");
});

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(
      new GetIndexCommand({ vectorBucketName: target.vectorBucketName, indexName: "not-there" }),
    ),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

import { GetVectorBucketCommand } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("tells of a bucket, by its name or its ARN", async () => {
  const { vectorBucketName } = target;
  const { vectorBucket } = await target.client.send(new GetVectorBucketCommand({ vectorBucketName }));
  expect(vectorBucket).toMatchObject({
    vectorBucketName,
    vectorBucketArn: expect.stringMatching(
      new RegExp(`^arn:aws:s3vectors:[a-z0-9-]+:\\d{12}:bucket/${vectorBucketName}$`),
    ),
    encryptionConfiguration: { sseType: "AES256" },
  });
  expect(vectorBucket?.creationTime).toBeInstanceOf(Date);
  const byArn = await target.client.send(
    new GetVectorBucketCommand({ vectorBucketArn: vectorBucket?.vectorBucketArn }),
  );
  expect(byArn.vectorBucket).toEqual(vectorBucket);
});

test("refuses a request that names no bucket", async () => {
  expect((await errorOf(target.client.send(new GetVectorBucketCommand({})))).name).toBe(
    "ValidationException",
  );
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(new GetVectorBucketCommand({ vectorBucketName: "not-there-at-all" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

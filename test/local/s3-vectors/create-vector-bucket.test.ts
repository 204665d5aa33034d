import { CreateVectorBucketCommand, GetVectorBucketCommand } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("makes a bucket and gives its ARN", async () => {
  const vectorBucketName = target.newBucketName();
  const { vectorBucketArn } = await target.client.send(new CreateVectorBucketCommand({ vectorBucketName }));
  expect(vectorBucketArn).toMatch(
    new RegExp(`^arn:aws:s3vectors:[a-z0-9-]+:\\d{12}:bucket/${vectorBucketName}$`),
  );
  const { vectorBucket } = await target.client.send(new GetVectorBucketCommand({ vectorBucketName }));
  expect(vectorBucket?.vectorBucketArn).toBe(vectorBucketArn);
});

test("does not make a bucket twice", async () => {
  const { vectorBucketName } = target;
  expect(
    await errorOf(target.client.send(new CreateVectorBucketCommand({ vectorBucketName }))),
  ).toMatchObject({ name: "ConflictException", $metadata: { httpStatusCode: 409 } });
});

test.each(["no", "Capital-Letters", "under_score", "-start", "end-", "x".repeat(64)])(
  "refuses the name %s",
  async (name) => {
    const error = await errorOf(
      target.client.send(new CreateVectorBucketCommand({ vectorBucketName: name })),
    );
    expect(error.name).toBe("ValidationException");
  },
);

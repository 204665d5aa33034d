import {
  CreateVectorBucketCommand,
  DeleteVectorBucketCommand,
  GetVectorBucketCommand,
} from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("deletes an empty bucket", async () => {
  const vectorBucketName = target.newBucketName();
  await target.client.send(new CreateVectorBucketCommand({ vectorBucketName }));
  await target.client.send(new DeleteVectorBucketCommand({ vectorBucketName }));
  const error = await errorOf(target.client.send(new GetVectorBucketCommand({ vectorBucketName })));
  expect(error.name).toBe("NotFoundException");
});

test("does not delete a bucket with an index in it", async () => {
  const { vectorBucketName } = target;
  await target.createIndex();
  const error = await errorOf(target.client.send(new DeleteVectorBucketCommand({ vectorBucketName })));
  expect(error).toMatchObject({ name: "ConflictException", $metadata: { httpStatusCode: 409 } });
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(new DeleteVectorBucketCommand({ vectorBucketName: "not-there-at-all" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

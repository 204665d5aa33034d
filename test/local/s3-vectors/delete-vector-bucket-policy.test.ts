import {
  DeleteVectorBucketPolicyCommand,
  GetVectorBucketPolicyCommand,
  PutVectorBucketPolicyCommand,
} from "@aws-sdk/client-s3vectors";
import { policyFor } from "./policy.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("takes the policy away", async () => {
  const { vectorBucketName } = target;
  const policy = await policyFor(target, "s3vectors:ListIndexes");
  await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
  await target.client.send(new DeleteVectorBucketPolicyCommand({ vectorBucketName }));
  const error = await errorOf(target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName })));
  expect(error.name).toBe("NotFoundException");
});

test("leaves the bucket in its place", async () => {
  const { vectorBucketName } = target;
  const policy = await policyFor(target, "s3vectors:ListIndexes");
  await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
  await target.client.send(new DeleteVectorBucketPolicyCommand({ vectorBucketName }));
  await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(new DeleteVectorBucketPolicyCommand({ vectorBucketName: "not-there-at-all" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

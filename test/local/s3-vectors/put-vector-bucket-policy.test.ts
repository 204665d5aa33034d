import { GetVectorBucketPolicyCommand, PutVectorBucketPolicyCommand } from "@aws-sdk/client-s3vectors";
import { policyFor } from "./policy.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("replaces the policy of a bucket", async () => {
  const { vectorBucketName } = target;
  for (const action of ["s3vectors:ListIndexes", "s3vectors:GetIndex"]) {
    const policy = await policyFor(target, action);
    await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
    const kept = await target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }));
    expect(JSON.parse(kept.policy ?? "")).toMatchObject({ Statement: [{ Action: action }] });
  }
});

test("refuses a policy that is no JSON", async () => {
  const { vectorBucketName } = target;
  const put = new PutVectorBucketPolicyCommand({ vectorBucketName, policy: "{" });
  expect((await errorOf(target.client.send(put))).name).toBe("ValidationException");
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(
      new PutVectorBucketPolicyCommand({ vectorBucketName: "not-there-at-all", policy: "{}" }),
    ),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

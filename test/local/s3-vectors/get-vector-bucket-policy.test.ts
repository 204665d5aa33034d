import { GetVectorBucketPolicyCommand, PutVectorBucketPolicyCommand } from "@aws-sdk/client-s3vectors";
import { policyFor } from "./policy.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("knows no policy before there is one, then gives it", async () => {
  const { vectorBucketName } = target;
  const get = () => target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }));
  expect(await errorOf(get())).toMatchObject({
    name: "NotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
  const policy = await policyFor(target, "s3vectors:ListIndexes");
  await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
  expect(JSON.parse((await get()).policy ?? "")).toMatchObject({ Statement: [{ Effect: "Allow" }] });
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName: "not-there-at-all" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

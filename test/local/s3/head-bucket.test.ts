import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("tells whether a bucket is there, and its region", async () => {
  const Bucket = await target.newBucket();
  const answer = await target.client.send(new HeadBucketCommand({ Bucket }));
  expect(answer.BucketRegion).toBe(target.region);
  const missing = target.client.send(new HeadBucketCommand({ Bucket: `${Bucket}-not` }));
  expect(await failure(missing)).toEqual({ name: "NotFound", status: 404 });
});

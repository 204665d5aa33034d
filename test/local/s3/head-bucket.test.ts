import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { failure, openTarget } from "./target.ts";

test("tells whether a bucket is there, and its region", async () => {
  const target = await openTarget();
  const Bucket = await target.newBucket();
  const answer = await target.client.send(new HeadBucketCommand({ Bucket }));
  expect(answer.BucketRegion).toBe(target.region);
  const missing = target.client.send(new HeadBucketCommand({ Bucket: `${Bucket}-not` }));
  expect(await failure(missing)).toEqual({ name: "NotFound", status: 404 });
  await target.close();
});

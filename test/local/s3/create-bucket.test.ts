import { CreateBucketCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("makes a bucket in its region", async () => {
  const Bucket = await target.newBucket();
  const { BucketRegion } = await target.client.send(new HeadBucketCommand({ Bucket }));
  expect(BucketRegion).toBe(target.region);
});

test.each(["AB", "a", "-abc", "under_score", "a..b", "192.168.1.1", "a".repeat(64)])(
  "refuses the name %s",
  async (Bucket) => {
    const call = target.client.send(new CreateBucketCommand({ Bucket }));
    expect((await failure(call)).status).toBe(400);
  },
);

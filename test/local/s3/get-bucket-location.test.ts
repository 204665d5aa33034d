import { GetBucketLocationCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("names the region, of which the first has no name here", async () => {
  const Bucket = await target.newBucket();
  const { LocationConstraint } = await target.client.send(new GetBucketLocationCommand({ Bucket }));
  expect(LocationConstraint ?? "us-east-1").toBe(target.region);
});

test("answers NoSuchBucket for a bucket that is not there", async () => {
  const Bucket = `${await target.newBucket()}-not`;
  expect(await failure(target.client.send(new GetBucketLocationCommand({ Bucket })))).toEqual({
    name: "NoSuchBucket",
    status: 404,
  });
});

import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const status = async (Bucket: string) =>
  (await target.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;

test("tells whether versioning is on, and nothing when it never was", async () => {
  expect(await status(await target.newBucket())).toBeUndefined();
  expect(await status(await target.newBucket("versioned"))).toBe("Enabled");
});

test("answers NoSuchBucket for a bucket that is not there", async () => {
  const missing = status(`${await target.newBucket()}-not`);
  expect(await failure(missing)).toEqual({ name: "NoSuchBucket", status: 404 });
});

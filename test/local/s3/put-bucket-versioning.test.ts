import {
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type VersioningConfiguration,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

const put = (VersioningConfiguration: VersioningConfiguration, bucket = Bucket) =>
  target.client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));

test("switches versioning on and suspends it", async () => {
  const status = async () => (await target.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
  expect(await status()).toBeUndefined();
  for (const Status of ["Enabled", "Suspended", "Enabled"] as const) {
    await put({ Status });
    expect(await status()).toBe(Status);
  }
});

test("refuses a status that there is not", async () => {
  expect(await failure(put({ Status: "On" as "Enabled" }))).toEqual({ name: "MalformedXML", status: 400 });
});

test("answers NoSuchBucket for a bucket that is not there", async () => {
  expect(await failure(put({ Status: "Enabled" }, `${Bucket}-not`))).toEqual({
    name: "NoSuchBucket",
    status: 404,
  });
});

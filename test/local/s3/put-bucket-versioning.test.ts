import {
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type VersioningConfiguration,
} from "@aws-sdk/client-s3";
import { openLocal } from "./local-target.ts";
import { failure, openTarget } from "./target.ts";

test("switches versioning on and suspends it", async () => {
  const target = await openTarget();
  const Bucket = await target.newBucket();
  const status = async () => (await target.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
  expect(await status()).toBeUndefined();
  for (const Status of ["Enabled", "Suspended", "Enabled"] as const) {
    const VersioningConfiguration = { Status };
    await target.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    expect(await status()).toBe(Status);
  }
  await target.close();
});

test.each([{ Status: "Enabled", MFADelete: "Enabled" }, { Status: "On" as "Enabled" }, {}] as const)(
  "refuses %j",
  async (VersioningConfiguration: VersioningConfiguration) => {
    const local = await openLocal();
    await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
    const call = new PutBucketVersioningCommand({ Bucket: "holiday", VersioningConfiguration });
    expect(await failure(local.client.send(call))).toEqual({ name: "MalformedXML", status: 400 });
    await local.close();
  },
);

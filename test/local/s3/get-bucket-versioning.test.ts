import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { openLocal } from "./local-target.ts";
import { failure } from "./target.ts";

test("tells the versioning that the template gave the bucket, and its changes", async () => {
  const local = await openLocal();
  const status = async (versioned: boolean) => {
    await local.s3.createBucket({ name: "holiday", versioned, eventBridge: false });
    return (await local.client.send(new GetBucketVersioningCommand({ Bucket: "holiday" }))).Status;
  };
  expect(await status(false)).toBeUndefined();
  expect(await status(true)).toBe("Enabled");
  expect(await status(false)).toBe("Suspended");
  const missing = local.client.send(new GetBucketVersioningCommand({ Bucket: "nothing" }));
  expect(await failure(missing)).toEqual({ name: "NoSuchBucket", status: 404 });
  await local.close();
});

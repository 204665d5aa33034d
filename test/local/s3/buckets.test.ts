import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  type VersioningConfiguration,
} from "@aws-sdk/client-s3";
import { openLocal, raw, xmlText } from "./local-target.ts";
import { sendPart, startUpload } from "./multipart.ts";
import { failure } from "./target.ts";

test("makes a bucket in its region and takes it for made the second time", async () => {
  const local = await openLocal();
  const Bucket = "holiday-videos";
  const first = await local.client.send(new CreateBucketCommand({ Bucket }));
  expect(first.Location).toBe(`/${Bucket}`);
  await local.client.send(new CreateBucketCommand({ Bucket }));
  expect((await local.client.send(new ListBucketsCommand())).Buckets).toHaveLength(1);
  await local.close();
});

test("outside us-east-1 wants the region named and refuses the second time", async () => {
  const local = await openLocal({ region: "eu-west-1" });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
  const create = (input: object) =>
    local.client.send(new CreateBucketCommand({ Bucket: "holiday", ...input }));
  await create({ CreateBucketConfiguration });
  expect(await failure(create({ CreateBucketConfiguration }))).toEqual({
    name: "BucketAlreadyOwnedByYou",
    status: 409,
  });
  const elsewhere = { CreateBucketConfiguration: { LocationConstraint: "eu-west-3" } };
  expect((await failure(create(elsewhere))).name).toBe("IllegalLocationConstraintException");
  const plain = await raw(local, "PUT", "/another-bucket");
  expect(xmlText(plain, "Code")).toBe("IllegalLocationConstraintException");
  await local.close();
});

test("refuses a kind of bucket that it does not have", async () => {
  const local = await openLocal();
  const body =
    "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>";
  expect(xmlText(await raw(local, "PUT", "/special", { body }), "Code")).toBe("MalformedXML");
  await local.close();
});

test.each([
  ["us-east-1", undefined],
  ["eu-west-1", "eu-west-1"],
])("tells a bucket of %s by %s", async (region, constraint) => {
  const local = await openLocal({ region });
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
  const answer = await local.client.send(new GetBucketLocationCommand({ Bucket: "holiday" }));
  expect(answer.LocationConstraint).toBe(constraint);
  await local.close();
});

test("tells the versioning that the template gave the bucket, and its changes", async () => {
  const local = await openLocal();
  const status = async (versioned: boolean) => {
    await local.s3.createBucket({ name: "holiday", versioned, eventBridge: false });
    return (await local.client.send(new GetBucketVersioningCommand({ Bucket: "holiday" }))).Status;
  };
  expect(await status(false)).toBeUndefined();
  expect(await status(true)).toBe("Enabled");
  expect(await status(false)).toBe("Suspended");
  await local.close();
});

test.each([{ Status: "Enabled", MFADelete: "Enabled" }, {}] as const)(
  "refuses the versioning %j",
  async (VersioningConfiguration: VersioningConfiguration) => {
    const local = await openLocal();
    await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
    const call = new PutBucketVersioningCommand({ Bucket: "holiday", VersioningConfiguration });
    expect(await failure(local.client.send(call))).toEqual({ name: "MalformedXML", status: 400 });
    await local.close();
  },
);

test("keeps no file of an upload that was aborted", async () => {
  const local = await openLocal();
  await local.s3.createBucket({ name: "holiday", versioned: true, eventBridge: true });
  const upload = await startUpload(local.client, { Bucket: "holiday", Key: "k" });
  await sendPart(local.client, upload, 1, "x");
  await sendPart(local.client, upload, 1, "y");
  expect(await local.bodyFiles()).toHaveLength(1);
  await local.client.send(new AbortMultipartUploadCommand(upload));
  expect(await local.bodyFiles()).toEqual([]);
  await local.close();
});

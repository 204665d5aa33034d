import * as z from "zod";
import { authorizeBucket } from "../access.ts";
import { checkBucketName } from "../buckets.ts";
import { S3Error } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { readXml } from "../request-xml.ts";

/** A configuration with other elements asks for a kind of bucket that is not there. */
const Configuration = z.union([z.literal(""), z.strictObject({ LocationConstraint: z.string().optional() })]);

/** The region that is meant when no location is named, and where making a bucket again succeeds. */
const HOME_REGION = "us-east-1";

export const createBucket: Operation = {
  method: "PUT",
  on: "bucket",
  headers: [
    "x-amz-acl=private",
    "x-amz-bucket-object-lock-enabled=false",
    "x-amz-object-ownership=BucketOwnerEnforced",
  ],
  async run(s3, request) {
    const { bucket: name, caller } = request;
    authorizeBucket(caller, "s3:CreateBucket", name);
    checkBucketName(name);
    const configuration = await readXml(request, "CreateBucketConfiguration", [], Configuration);
    const location = configuration === "" ? undefined : configuration?.LocationConstraint;
    if ((location ?? HOME_REGION) !== s3.place.region) throw illegalLocation(location);
    await s3.lock(name, async () => {
      if ((await s3.buckets.find(name)) !== undefined) {
        if (s3.place.region === HOME_REGION) return;
        throw alreadyOwned(name);
      }
      await s3.buckets.put({ name, createdMs: s3.clock.now(), eventBridge: false });
    });
    return { status: 200, headers: { location: `/${name}` } };
  },
};

const illegalLocation = (location: string | undefined) =>
  new S3Error(
    "IllegalLocationConstraintException",
    `The ${location ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

const alreadyOwned = (name: string) =>
  new S3Error(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    409,
    { fields: { BucketName: name } },
  );

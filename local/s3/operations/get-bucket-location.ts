import { authorizeBucket } from "../access.ts";
import { xmlReply } from "../list-answer.ts";
import type { Operation } from "../operation.ts";
import { xmlDocument } from "../xml.ts";

export const getBucketLocation: Operation = {
  method: "GET",
  on: "bucket",
  needs: ["location"],
  async run(s3, { bucket, caller }) {
    authorizeBucket(caller, "s3:GetBucketLocation", bucket);
    await s3.buckets.require(bucket);
    // The oldest region has no name here, for clients that are older than the second one.
    const region = s3.place.region === "us-east-1" ? "" : s3.place.region;
    return xmlReply(xmlDocument("LocationConstraint", region));
  },
};

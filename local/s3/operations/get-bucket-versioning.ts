import { authorizeBucket } from "../access.ts";
import { xmlReply } from "../list-answer.ts";
import type { Operation } from "../operation.ts";
import { textElement, xmlDocument } from "../xml.ts";

export const getBucketVersioning: Operation = {
  method: "GET",
  on: "bucket",
  needs: ["versioning"],
  async run(s3, { bucket: name, caller }) {
    authorizeBucket(caller, "s3:GetBucketVersioning", name);
    const { versioning } = await s3.buckets.require(name);
    return xmlReply(xmlDocument("VersioningConfiguration", textElement("Status", versioning)));
  },
};

import { ownerElement, xmlReply } from "../list-answer.ts";
import { listTime } from "../listing.ts";
import type { Operation } from "../operation.ts";
import { element, textElements, xmlDocument } from "../xml.ts";

export const listBuckets: Operation = {
  method: "GET",
  on: "service",
  async run(s3, { caller }) {
    caller.authorize("s3:ListAllMyBuckets", "*");
    const buckets: string[] = [];
    for await (const { name, createdMs } of s3.buckets.all()) {
      buckets.push(element("Bucket", textElements({ Name: name, CreationDate: listTime(createdMs) })));
    }
    return xmlReply(
      xmlDocument("ListAllMyBucketsResult", ownerElement(s3.place), element("Buckets", ...buckets)),
    );
  },
};

import type { Reply } from "../service.ts";
import type { S3Request } from "./request.ts";
import type { S3 } from "./s3.ts";

/** One operation of S3 and everything by which a request for it is recognized. */
export interface Operation {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly on: "service" | "bucket" | "object";
  /** Query parameters that make it this operation: a name, or `name=value`. */
  readonly needs?: readonly string[];
  /** Further query parameters that it understands. */
  readonly allows?: readonly string[];
  /** Whether the header `x-amz-copy-source` makes it this operation. */
  readonly copies?: boolean;
  /** `x-amz-*` and conditional headers it understands beside the common ones; `name=a|b` admits these values only. */
  readonly headers?: readonly string[];
  run(s3: S3, request: S3Request): Promise<Reply>;
}

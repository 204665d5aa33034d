import { reportFault } from "../fault.ts";
import { AccessDenied, type Call, type Reply, ServiceError } from "../service.ts";
import { accessDenied, incompleteBody, S3Error } from "./errors.ts";
import { errorDocument, type XmlValue } from "./xml.ts";

/** Codes of Node for a connection that its client closed. */
const GONE = ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ERR_HTTP2_STREAM_ERROR", "ABORT_ERR"];

/** The XML form of an error; for HEAD only its status and headers. */
export function errorReply(error: unknown, call: Call): Reply {
  const known = asServiceError(error);
  const headers = {
    ...(known instanceof S3Error ? known.headers : {}),
    "content-type": "application/xml",
  };
  if (call.method === "HEAD") return { status: known.status, headers };
  const body = errorDocument({
    Code: known.name,
    Message: known.message,
    ...(known.fields as Readonly<Record<string, XmlValue>>),
    RequestId: call.requestId,
    HostId: call.requestId,
  });
  return { status: known.status, headers, body };
}

/** An error that is none of S3 is a fault of the stand-in: it answers 500 and says so on standard error. */
function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof AccessDenied) return accessDenied(error.message);
  if (hasCode(error) && GONE.includes(String(error.code))) return incompleteBody();
  reportFault("stand-in failed", error);
  return new S3Error("InternalError", "We encountered an internal error. Please try again.", 500);
}

function hasCode(error: unknown): error is { readonly code: unknown } {
  return typeof error === "object" && error !== null && "code" in error;
}

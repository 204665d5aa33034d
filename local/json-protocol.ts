import { buffer } from "node:stream/consumers";
import { reportFault } from "./fault.ts";
import { AccessDenied, type Call, type JsonService, type Reply, ServiceError } from "./service.ts";

/** Wraps a JSON service whose operation stands in `X-Amz-Target` after the dot (DynamoDB, SQS, Step Functions …). */
export function targetProtocol(service: JsonService, version: "1.0" | "1.1" = "1.0") {
  return (call: Call) => {
    const operation = call.headers["x-amz-target"]?.split(".").pop() ?? "";
    return answerJson(service, operation, call, `application/x-amz-json-${version}`);
  };
}

/** Reads the JSON body, runs the operation and gives its answer or its error in the AWS JSON form. */
export async function answerJson(
  service: JsonService,
  operation: string,
  call: Call,
  contentType = "application/json",
): Promise<Reply> {
  const headers = { "content-type": contentType, "x-amzn-requestid": call.requestId };
  try {
    const text = (await buffer(call.body)).toString("utf8");
    const output = await service.execute(operation, parseBody(text), call.caller);
    return { status: 200, headers, body: JSON.stringify(output ?? {}) };
  } catch (error) {
    return jsonError(error, headers);
  }
}

/** The AWS JSON form of an error: name in the header and in `__type`, the rest in the body. */
export function jsonError(error: unknown, headers: Readonly<Record<string, string>>): Reply {
  const known = asServiceError(error);
  return {
    status: known.status,
    headers: { ...headers, "x-amzn-errortype": known.name },
    body: JSON.stringify({ __type: known.name, message: known.message, ...known.fields }),
  };
}

/** An error that is no `ServiceError` is a fault of the stand-in: it answers 500 and says so on standard error. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof AccessDenied) return new ServiceError("AccessDeniedException", error.message, 400);
  reportFault("stand-in failed", error);
  return new ServiceError("InternalServerError", String(error), 500);
}

function parseBody(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError("SerializationException", "The request body is not JSON.");
  }
}

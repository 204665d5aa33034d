import { ServiceError } from "../service.ts";

export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** 6 MB for an answer that somebody waits for, 1 MB for an event. */
const MAX_REQUEST_BYTES = { RequestResponse: 6_291_456, DryRun: 6_291_456, Event: 1_048_576 };

/**
 * The event as JSON text; an empty payload stands for `{}`.
 * @throws ServiceError `RequestTooLargeException`, `InvalidRequestContentException`
 */
export function parsePayload(text: string, type: InvocationType): string {
  const limit = MAX_REQUEST_BYTES[type];
  if (Buffer.byteLength(text) > limit) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new ServiceError("RequestTooLargeException", message, 413, { Type: "User" });
  }
  if (text.trim() === "") return "{}";
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Could not parse request body into json: Could not parse payload into json: ${reason}`;
    throw new ServiceError("InvalidRequestContentException", message, 400, { Type: "User" });
  }
  return text;
}

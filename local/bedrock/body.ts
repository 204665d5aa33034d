import type { Readable } from "node:stream";
import { malformed, validation } from "./errors.ts";
import { MAX_BODY_BYTES } from "./models.ts";
import type { Json, Node } from "./shape.ts";

/** Reads a request body. @throws ServiceError ValidationException when it is longer than the service takes */
export async function readBody(stream: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    size += (part as Buffer).length;
    if (size > MAX_BODY_BYTES) {
      throw validation(
        `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
      );
    }
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** The JSON in a body. @throws ServiceError ValidationException */
export function jsonBody(bytes: Uint8Array): Node {
  try {
    return { at: "#", value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json };
  } catch {
    throw malformed("the body is not JSON");
  }
}

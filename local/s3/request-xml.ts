import type { z } from "zod";
import { malformedXml, S3Error } from "./errors.ts";
import { incomingBody } from "./incoming-body.ts";
import type { S3Request } from "./request.ts";
import { parseXml } from "./xml.ts";

/** More than 10 000 upload parts with their checksums need. */
const MAX_BYTES = 8 * 1024 ** 2;

/**
 * Reads a request document.
 *
 * @param lists names of elements that may be repeated
 * @param schema what the document may hold; anything else is refused, not ignored
 * @returns undefined for an empty body
 * @throws S3Error `MalformedXML`, `MaxMessageLengthExceeded`, or when the body is not what the headers say
 */
export async function readXml<T>(
  request: S3Request,
  root: string,
  lists: readonly string[],
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const body = incomingBody(request);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body.pieces) {
    size += piece.length;
    if (size > MAX_BYTES) throw new S3Error("MaxMessageLengthExceeded", "Your request was too big.");
    pieces.push(piece);
  }
  body.finish();
  const text = Buffer.concat(pieces).toString("utf8");
  if (text.trim() === "") return undefined;
  const read = schema.safeParse(parseXml(text, root, lists));
  if (!read.success) throw malformedXml();
  return read.data;
}

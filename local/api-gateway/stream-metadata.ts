import * as z from "zod";
import { badGateway } from "./buffered-response.ts";
import { headerFields, responseHeaders, statusCode } from "./response-headers.ts";

/** What stands between the metadata and the body: eight zero bytes. */
const DELIMITER = Buffer.alloc(8);

/** The delimiter must come within the first 16 KB of the stream (API Gateway, Lambda response streaming). */
const MAX_METADATA_BYTES = 16_384;

const schema = z.strictObject({
  statusCode: statusCode.default(200),
  ...headerFields,
  cookies: z.array(z.string()).optional(),
});

export type Metadata = { readonly status: number } & ReturnType<typeof responseHeaders>;

/** Takes a streamed answer apart into metadata and body, whatever its pieces are cut like. */
export interface MetadataReader {
  /**
   * @returns metadata and the body's first bytes when the metadata is complete, undefined when more is needed
   * @throws Refusal 502 when the stream cannot begin with metadata
   */
  read(bytes: Uint8Array): { readonly metadata: Metadata; readonly rest: Uint8Array } | undefined;
}

export function createMetadataReader(): MetadataReader {
  let seen = Buffer.alloc(0);
  return {
    read(bytes) {
      seen = Buffer.concat([seen, bytes]);
      const cut = seen.indexOf(DELIMITER);
      if (cut < 0 && seen.length < MAX_METADATA_BYTES) return undefined;
      if (cut < 0 || cut > MAX_METADATA_BYTES - DELIMITER.length) throw badGateway();
      return { metadata: parse(seen.toString("utf8", 0, cut)), rest: seen.subarray(cut + DELIMITER.length) };
    },
  };
}

function parse(text: string): Metadata {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) throw badGateway();
  const { statusCode: status, cookies, headers, multiValueHeaders } = parsed.data;
  const { length, others } = withoutLength(headers ?? {});
  const answered = responseHeaders({ headers: others, multiValueHeaders, cookies });
  return { status, ...answered, headers: { ...answered.headers, ...length } };
}

/**
 * A length that the function tells is passed on, as the gateway counts nothing while it streams. Not tried on AWS, whose
 * documentation is silent; a buffered answer has the gateway's own length.
 */
function withoutLength(headers: Readonly<Record<string, string>>) {
  const isLength = ([name]: readonly [string, string]) => name.toLowerCase() === "content-length";
  const all = Object.entries(headers);
  const told = all.find(isLength);
  return {
    length: told === undefined ? {} : { "content-length": told[1] },
    others: Object.fromEntries(all.filter((header) => !isLength(header))),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

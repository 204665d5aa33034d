import { S3Error } from "./errors.ts";

/** What a client says about a body, and gets back with it. */
export interface ContentAttributes {
  readonly contentType: string;
  /** Further headers of the representation, names in lower case. */
  readonly contentHeaders: Readonly<Record<string, string>>;
  /** `x-amz-meta-*` without the prefix, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What S3 answers for an object whose type nobody gave. */
const DEFAULT_TYPE = "binary/octet-stream";
const CONTENT_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
const METADATA = "x-amz-meta-";
/** Bytes of all names and values together: S3 user guide, "Working with object metadata". */
const MAX_METADATA_BYTES = 2048;

/** @throws S3Error `MetadataTooLarge` */
export function readAttributes(headers: Readonly<Record<string, string>>): ContentAttributes {
  const contentHeaders = CONTENT_HEADERS.map(
    (name) => [name, storedValue(name, headers[name] ?? "")] as const,
  );
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(METADATA))
    .map(([name, value]) => [name.slice(METADATA.length), decodeHeader(value)] as const);
  const size = metadata.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (size > MAX_METADATA_BYTES) {
    throw new S3Error(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
      400,
      {
        fields: { Size: size, MaxSizeAllowed: MAX_METADATA_BYTES },
      },
    );
  }
  return {
    contentType: headers["content-type"] || DEFAULT_TYPE,
    contentHeaders: Object.fromEntries(contentHeaders.filter(([, value]) => value !== "")),
    metadata: Object.fromEntries(metadata),
  };
}

/** The headers with which the attributes are given back. */
export function attributeHeaders(attributes: ContentAttributes): Record<string, string> {
  const metadata = Object.entries(attributes.metadata);
  return {
    "content-type": attributes.contentType,
    ...attributes.contentHeaders,
    ...Object.fromEntries(metadata.map(([name, value]) => [METADATA + name, encodeHeader(value)])),
  };
}

/** `aws-chunked` belongs to the transfer, not to the object. */
function storedValue(name: string, value: string): string {
  if (name !== "content-encoding") return value;
  const codings = value.split(",").map((coding) => coding.trim());
  return codings.filter((coding) => coding !== "" && coding.toLowerCase() !== "aws-chunked").join(",");
}

/** Node gives header bytes as Latin-1; clients that send more than ASCII send UTF-8. URLs were decoded before. */
function decodeHeader(value: string): string {
  if (/[\u0100-\uffff]/.test(value)) return value;
  const bytes = Buffer.from(value, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : value;
}

/** Metadata beyond ASCII goes out as an RFC 2047 encoded word, as from S3. */
function encodeHeader(value: string): string {
  return /^[\x20-\x7e\t]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
}

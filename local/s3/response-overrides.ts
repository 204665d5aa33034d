import { invalidArgument } from "./errors.ts";

const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const PREFIX = "response-";

/** Query parameters by which a reader chooses response headers, mostly in presigned URLs. */
export const overrideParameters = OVERRIDES.map((name) => PREFIX + name);

/** What an HTTP header can carry. */
const HEADER_VALUE = /^[\t\x20-\x7e\xa0-\xff]*$/;

/** @throws S3Error `InvalidArgument` for a value that no header can carry */
export function responseOverrides(query: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = query.get(PREFIX + name);
    if (value === undefined) continue;
    if (!HEADER_VALUE.test(value)) {
      throw invalidArgument("Header value cannot be represented using ISO-8859-1.", PREFIX + name, value);
    }
    headers[name] = value;
  }
  return headers;
}

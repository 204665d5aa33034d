import { objectMetadata } from "../../../lambda/domain/object-metadata.ts";
import { usageError } from "../failure.ts";

/** S3's limit for all names and values together, bytes. */
const MAX_BYTES = 2048;

/**
 * Names and values of `--meta name=value`, as they go to the API.
 * @throws CliError for a name that S3 does not take with an object, and for too much
 */
export function metadataOf(pairs: readonly string[]): Record<string, string> {
  const metadata = Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 1) throw usageError(`"${pair}" is no metadata; write --meta name=value.`);
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1)] as const;
    }),
  );
  const headers = metadataHeaders(metadata);
  const bytes = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MAX_BYTES)
    throw usageError(`All --meta together have ${bytes} bytes; S3 takes ${MAX_BYTES} with an object.`);
  return metadata;
}

/** The same as S3 takes it (`x-amz-meta-*`). */
export function metadataHeaders(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const headers = objectMetadata(metadata);
  if (typeof headers === "string") throw usageError(`--meta: ${headers}.`);
  return headers;
}

import { headerNotImplemented, noSuchKey, preconditionFailed } from "./errors.ts";
import type { Version } from "./version.ts";

type Headers = Readonly<Record<string, string>>;
interface Validators {
  readonly etag: string;
  readonly lastModifiedMs: number;
}

/** Conditional headers of a read. */
export const readConditions = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];
/** Conditional headers of a write. */
export const writeConditions = ["if-match", "if-none-match"];
const COPY_PREFIX = "x-amz-copy-source-";
/** Conditional headers about the source of a copy. */
export const copyConditions = readConditions.map((name) => COPY_PREFIX + name);

/**
 * The rules of RFC 9110 section 13.2.2: entity tags win over dates.
 *
 * @returns whether the client's copy is still good (answer 304)
 * @throws S3Error `PreconditionFailed`
 */
export function isNotModified(headers: Headers, object: Validators): boolean {
  const { failed, notModified } = evaluate((name) => headers[name], object);
  if (failed !== undefined) throw preconditionFailed(failed);
  return notModified;
}

/** @throws S3Error `PreconditionFailed`: for a copy there is no "not modified" */
export function checkCopyConditions(headers: Headers, source: Validators): void {
  const { failed, notModified } = evaluate((name) => headers[COPY_PREFIX + name], source);
  if (failed !== undefined) throw preconditionFailed(COPY_PREFIX + failed);
  if (notModified) throw preconditionFailed(`${COPY_PREFIX}If-None-Match`);
}

/**
 * Call under the lock of the key, in the same step as the write.
 *
 * @throws S3Error `PreconditionFailed`; `NoSuchKey` for `If-Match` on a key that does not exist
 */
export function checkWriteConditions(headers: Headers, key: string, current: Version | undefined): void {
  const present = current?.kind === "object" ? current : undefined;
  const none = headers["if-none-match"];
  if (none !== undefined && none !== "*") throw headerNotImplemented("If-None-Match");
  if (none !== undefined && present !== undefined) throw preconditionFailed("If-None-Match");
  const match = headers["if-match"];
  if (match === undefined) return;
  if (present === undefined) throw noSuchKey(key);
  if (!matches(match, present.etag)) throw preconditionFailed("If-Match");
}

function evaluate(header: (name: string) => string | undefined, { etag, lastModifiedMs }: Validators) {
  const match = header("if-match");
  const none = header("if-none-match");
  const changed = (since: string | undefined) => wholeSeconds(lastModifiedMs) > Date.parse(since ?? "");
  const unchanged = (since: string | undefined) => wholeSeconds(lastModifiedMs) <= Date.parse(since ?? "");
  let failed: string | undefined;
  if (match !== undefined) failed = matches(match, etag) ? undefined : "If-Match";
  else if (changed(header("if-unmodified-since"))) failed = "If-Unmodified-Since";
  const notModified = none === undefined ? unchanged(header("if-modified-since")) : matches(none, etag);
  return { failed, notModified };
}

/** Dates in headers have no fractions of a second. */
const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000;

/** Clients send entity tags with and without quotes, one or several. */
function matches(list: string, etag: string): boolean {
  const tags = list.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
  return tags.some((tag) => tag === "*" || tag === etag);
}

import { S3Error } from "./errors.ts";

/** Byte positions, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * Reads `bytes=a-b`, `bytes=a-` and `bytes=-n`.
 *
 * @returns undefined for a header that names no single range: HTTP lets a server ignore it, and S3 does
 * @throws S3Error `InvalidRange` when nothing of the range exists
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const parts = RANGE.exec(header?.trim() ?? "");
  if (parts === null || header === undefined) return undefined;
  const [, first = "", last = ""] = parts;
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error("InvalidRange", "The requested range is not satisfiable", 416, {
      fields: { RangeRequested: header, ActualObjectSize: size },
      headers: { "content-range": `bytes */${size}` },
    });
  }
  return { start, end };
}

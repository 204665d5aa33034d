/** One upload part: bytes `[start, end)` of the file. */
export interface UploadPart {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const MIB = 1024 ** 2;
/** Smallest part: large enough for a fast line, small enough that little is lost when one breaks. S3's own least is 5 MiB. */
const LEAST_PART_BYTES = 8 * MIB;
/** S3 takes 10,000 parts; whole mebibytes keep below that for the largest object, 5 TiB, in parts of 5 GiB at most. */
const MOST_PARTS = 9_000;

/** A file up to this size goes in one request. */
export const ONE_REQUEST_BYTES = 2 * LEAST_PART_BYTES;

/** Depends on the size alone, so that the same file is cut in the same places the next time. */
export function partBytes(sizeBytes: number): number {
  return Math.max(LEAST_PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS / MIB) * MIB);
}

export function partsOf(sizeBytes: number): UploadPart[] {
  const length = partBytes(sizeBytes);
  return Array.from({ length: Math.ceil(sizeBytes / length) }, (_, at) => ({
    number: at + 1,
    start: at * length,
    end: Math.min((at + 1) * length, sizeBytes),
  }));
}

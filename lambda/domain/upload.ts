import type { UploadEvent } from "../contracts/upload-event.ts";
import type { ObjectVersion } from "../keys.ts";
import { VIDEOS_PREFIX } from "../keys.ts";

/** One version of an object that somebody uploaded. */
export interface Upload extends ObjectVersion {
  readonly etag: string;
  readonly sizeBytes: number;
  /** Orders the events of one key; of one fixed width, so that text order is its order. */
  readonly sequencer: string;
}

/** S3 writes 18 digits today; a longer one than this is refused rather than cut. */
const SEQUENCER_WIDTH = 32;

export function uploadOf({ detail: { bucket, object } }: UploadEvent): Upload {
  return {
    bucket: bucket.name,
    key: object.key,
    versionId: object["version-id"],
    etag: object.etag,
    sizeBytes: object.size,
    sequencer: paddedSequencer(object.sequencer),
  };
}

/** The shorter of two sequencers is padded with zeros on the right before they are compared (S3 user guide). */
export function paddedSequencer(sequencer: string): string {
  if (sequencer.length > SEQUENCER_WIDTH) throw new RangeError(`sequencer of ${sequencer.length} digits`);
  return sequencer.toUpperCase().padEnd(SEQUENCER_WIDTH, "0");
}

export type Ignored = "FOLDER_MARKER" | "OUTSIDE_PREFIX";

/** Why an upload makes no record, or undefined when it does. */
export function ignoredBecause({ key }: Upload): Ignored | undefined {
  if (!key.startsWith(VIDEOS_PREFIX)) return "OUTSIDE_PREFIX";
  return key.endsWith("/") ? "FOLDER_MARKER" : undefined;
}

import type { MediaRecord } from "../contracts/items.ts";

/** The picture of a file: the longest of its video tracks. */
export interface VideoFacts {
  /** Null when the probe does not know it. */
  readonly codec: string | null;
  /** The container's own name of the codec; null when it gives none. */
  readonly codecTag: string | null;
  /** Pixels as they are seen, after rotation and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise that the coded picture is turned by. */
  readonly rotation: number;
  readonly isHdr: boolean;
}

/** What was found in a file by reading its headers and its last samples: facts, no verdict. */
export interface MediaFacts {
  readonly sizeBytes: number;
  /** The first bytes of the file, up to `HEAD_BYTES`. */
  readonly head: Uint8Array;
  /** Name of the container, or null when none was recognised. */
  readonly container: string | null;
  readonly trackCount: number;
  readonly video: VideoFacts | null;
  /** Pictures a second, on average over the first ones; null when they could not be counted. */
  readonly fps: number | null;
  readonly audioCodec: string | null;
  /** Also true for digital silence, which is a track. */
  readonly hasAudio: boolean;
  /** From the first to the last moment of picture or sound, seconds; null when the file does not tell. */
  readonly durationSec: number | null;
  /** Time stamp of the first moment, seconds: cameras do not always begin at 0. */
  readonly startSec: number;
  readonly isEncrypted: boolean;
  /** The headers promise samples that lie behind the end of the file. */
  readonly isCut: boolean;
  /** Why reading the headers failed; null when it did not. */
  readonly problem: string | null;
}

/** Enough to tell text from binary, and to see the codec names of an Ogg file. */
export const HEAD_BYTES = 4096;

/** Faster than any camera that people film with: more is a broken clock, and less than a hundredth is no film. */
const MAX_FPS = 1000;
const MIN_FPS = 0.01;

/** What the catalog keeps of the facts; a broken file may claim numbers that no store takes. */
export function mediaRecordOf({ video, fps, audioCodec, durationSec }: MediaFacts): MediaRecord {
  return {
    ...(durationSec !== null && Number.isFinite(durationSec) ? { durationSec } : {}),
    ...(video ? { width: video.width, height: video.height } : {}),
    ...(fps !== null && fps >= MIN_FPS && fps <= MAX_FPS ? { fps: Math.round(fps * 100) / 100 } : {}),
    ...(video?.codec ? { videoCodec: video.codec } : {}),
    ...(audioCodec ? { audioCodec } : {}),
  };
}

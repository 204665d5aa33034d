import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from "mediabunny";
import { TemporaryError } from "../domain/errors.ts";
import { declaredEnd } from "../domain/media-ebml.ts";
import { HEAD_BYTES, type MediaFacts } from "../domain/media-facts.ts";
import { fragmentDefect } from "../domain/media-index.ts";
import type { VideoBytes } from "../ports.ts";
import { findIndexDefect } from "./probe-boxes.ts";
import { type Headers, readHeaders } from "./probe-headers.ts";
import { readRate } from "./probe-rate.ts";
import { ProbeReader, type ReadBudget } from "./probe-reader.ts";
import { type LastSamples, readLastSamples } from "./probe-samples.ts";

/** Bounds of one probe. */
export interface ProbeLimits {
  /** For the headers, which tell all but the end of unfinished recordings. */
  readonly header: ReadBudget;
  /** For the last samples, when the duration is known without them. */
  readonly samples: ReadBudget;
  /** For the first pictures, most of which were read with the headers. */
  readonly rate: ReadBudget;
  /** For walking through a file that does not state its duration. */
  readonly walk: ReadBudget;
  /** For all of it. */
  readonly timeMs: number;
  /** Further tracks of a kind are not looked at. */
  readonly tracks: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** The time is below the 60 s of the function; the index of a four-hour video has about 30 MB. */
export const PROBE_LIMITS: ProbeLimits = {
  header: { reads: 400, bytes: 128 * MIB, blockBytes: 64 * KIB, busyMs: 5000 },
  samples: { reads: 100, bytes: 32 * MIB, blockBytes: 64 * KIB, busyMs: 5000 },
  rate: { reads: 16, bytes: 4 * MIB, blockBytes: 64 * KIB, busyMs: 1000 },
  walk: { reads: 4000, bytes: 1024 * MIB, blockBytes: 1 * MIB, busyMs: 20_000 },
  timeMs: 45_000,
  tracks: 16,
};

/** In fragmented MP4 files only the small index of each fragment is of interest. */
const FRAGMENT_BLOCK_BYTES = 64 * KIB;

/** All that the library reads, but playlists: those would make it fetch other files. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

// Its warnings speak of single boxes of a user's file: the verdict says what counts.
Logging.level = LogLevel.Silent;

/**
 * Reads what a file says about itself, and whether its last samples are there: a few ranged reads, no decoding. What
 * is wrong with the file ends up in the facts; only what is wrong with reading is thrown.
 * @throws TemporaryError when the time is over, and whatever `object.read` throws
 */
export async function probeMedia(
  object: VideoBytes,
  limits: ProbeLimits = PROBE_LIMITS,
): Promise<MediaFacts> {
  const { sizeBytes } = object;
  if (sizeBytes === 0) return unreadable(0, new Uint8Array(), "The file is empty.");
  const reader = new ProbeReader(object, limits.header);
  const head = await reader.read(0, Math.min(HEAD_BYTES, sizeBytes));
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: (start, end) => readChecked(reader, start, end),
    // The reader keeps what was read. Were it kept here too, junk in a file could have it read for ever unseen.
    maxCacheSize: 0,
    // What fails is thrown where it is waited for.
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ formats: FORMATS, source });
  const timer = deadline(limits.timeMs);
  try {
    const defect = await timer.race(findIndexDefect(reader, sizeBytes));
    if (defect !== null) return unreadable(sizeBytes, head, defect);
    const headers = await timer.race(readHeaders(input, limits.tracks));
    const samples = await timer.race(lastSamples(reader, headers, limits));
    // Last, because no verdict depends on it: what fails here has nothing behind it to disturb.
    const fps = await timer.race(rate(reader, headers, limits));
    return factsOf(sizeBytes, head, headers, fps, samples);
  } catch (error) {
    if (reader.failure !== undefined) throw reader.failure;
    if (error instanceof TemporaryError) throw error;
    return unreadable(sizeBytes, head, error instanceof Error ? error.message : String(error));
  } finally {
    timer.stop();
    input.dispose();
  }
}

/** The index of a fragment is asked for as a whole: it is checked as it passes. */
async function readChecked(reader: ProbeReader, start: number, end: number): Promise<Uint8Array> {
  const bytes = await reader.read(start, end);
  const defect = fragmentDefect(bytes);
  if (defect !== null) throw new RangeError(defect);
  return bytes;
}

async function rate(reader: ProbeReader, { picture }: Headers, limits: ProbeLimits): Promise<number | null> {
  if (picture === undefined) return null;
  reader.grant(limits.rate);
  const found = await readRate(picture);
  if (reader.failure !== undefined) throw reader.failure;
  return found;
}

/** Undefined when it takes more reading than is worth it, or cannot be read because it is encrypted. */
async function lastSamples(
  reader: ProbeReader,
  headers: Headers,
  limits: ProbeLimits,
): Promise<LastSamples | undefined> {
  if (!headers.video || headers.isEncrypted) return undefined;
  reader.grant(headers.statedEndSec !== null ? limits.samples : walkBudget(headers, limits));
  try {
    return await readLastSamples([...headers.videoTracks, ...headers.audioTracks]);
  } catch (error) {
    if (reader.isExceeded) return undefined;
    throw error;
  }
}

function walkBudget({ container }: Headers, { walk }: ProbeLimits): ReadBudget {
  const isMp4 = container === MP4.name || container === QTFF.name;
  return isMp4 ? { ...walk, blockBytes: FRAGMENT_BLOCK_BYTES } : walk;
}

function factsOf(
  sizeBytes: number,
  head: Uint8Array,
  headers: Headers,
  fps: number | null,
  samples?: LastSamples,
): MediaFacts {
  const { container, trackCount, video, audioCodec, isEncrypted, statedEndSec, startSec } = headers;
  // Headers can say too little, and last samples do not always say how long they are shown.
  const ends = [statedEndSec, samples?.endSec].filter((end) => typeof end === "number");
  const isShort = (declaredEnd(head) ?? 0) > sizeBytes;
  return {
    ...{ sizeBytes, head, container, trackCount, video, fps, audioCodec, startSec, isEncrypted },
    hasAudio: headers.audioTracks.length > 0,
    durationSec: ends.length > 0 ? toMilliseconds(Math.max(...ends) - Math.max(startSec, 0)) : null,
    isCut: isShort || samples?.isCut === true,
    problem: null,
  };
}

/** Containers count in their own fractions of a second; digits beyond a millisecond say nothing. */
const toMilliseconds = (sec: number) => Math.round(sec * 1000) / 1000;

function unreadable(sizeBytes: number, head: Uint8Array, problem: string): MediaFacts {
  const nothing = {
    container: null,
    trackCount: 0,
    video: null,
    fps: null,
    audioCodec: null,
    hasAudio: false,
  };
  const noTime = { durationSec: null, startSec: 0, isEncrypted: false, isCut: false };
  return { sizeBytes, head, ...nothing, ...noTime, problem };
}

/** A time limit over several steps. */
function deadline(timeMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    const error = new TemporaryError("INTERNAL", `The file could not be read within ${timeMs / 1000} s.`);
    timer = setTimeout(() => reject(error), timeMs);
  });
  // When nobody waits any more, nothing is wrong.
  over.catch(() => undefined);
  return {
    race: <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, over]),
    stop: () => clearTimeout(timer),
  };
}

import { stat } from "node:fs/promises";
import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";
import { fromZero } from "./from-zero.ts";
import type { Measurement } from "./measurement.ts";
import { readPicture } from "./read-picture.ts";
import { readSound } from "./read-sound.ts";

/** The bytes are no media that can be decoded. The message says why. */
export class Unprocessable extends Error {
  override readonly name = "Unprocessable";
}

/** What the library throws over a file is about its bytes, whatever its class; what the system throws is not. */
export function asUnprocessable(error: unknown): unknown {
  if (error instanceof Unprocessable || (error instanceof Error && "code" in error)) return error;
  return new Unprocessable(error instanceof Error ? error.message : String(error));
}

/** A stated end that exceeds what could be decoded by more than this is taken as wrong, seconds. */
const LENGTH_SLACK_SEC = 1.5;
/** Longest length that is believed: a corrupt header may state years. */
const MAX_LENGTH_SEC = 24 * 3600;

/**
 * Decodes a video or sound file and measures it.
 * @throws Unprocessable when it is not media, or nothing of it can be decoded
 */
export async function measureFile(path: string): Promise<Measurement> {
  try {
    return await measure(path);
  } catch (error) {
    throw asUnprocessable(error);
  }
}

async function measure(path: string): Promise<Measurement> {
  if ((await stat(path)).size === 0) throw new Unprocessable("the file is empty");
  using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  const { video, audio, startSec, statedEndSec } = await open(input);
  // Side by side: frames are decoded by threads of the library, sound is measured by this one.
  const [picture, sound] = await Promise.all([
    video === null ? null : readPicture(video, statedEndSec),
    audio === null ? null : readSound(audio, startSec, statedEndSec),
  ]);
  if (picture === null && sound === null) throw new Unprocessable("nothing in the file can be decoded");
  if (picture === null && video !== null) throw new Unprocessable("the picture cannot be decoded");
  const decodedEndSec = Math.max(picture?.endSec ?? 0, sound?.endSec ?? 0);
  const endSec = statedEndSec > decodedEndSec + LENGTH_SLACK_SEC ? decodedEndSec : statedEndSec;
  const unheard = audio === null ? null : "undecodable";
  return fromZero(
    { durationSec: endSec, picture: picture?.track ?? null, sound: sound?.track ?? unheard },
    startSec,
  );
}

async function open(input: Input) {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  if (video === null && audio === null) throw new Unprocessable("the file has no video and no sound track");
  const tracks = [video, audio].filter((track) => track !== null);
  const statedEndSec = (await input.getDurationFromMetadata(tracks)) ?? (await input.computeDuration(tracks));
  const startSec = Math.max(0, await input.getFirstTimestamp(tracks));
  const lengthSec = statedEndSec - startSec;
  if (!(lengthSec > 0 && lengthSec < MAX_LENGTH_SEC)) {
    throw new Unprocessable(`its length is ${lengthSec} seconds`);
  }
  return { video, audio, startSec, statedEndSec };
}

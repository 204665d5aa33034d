import { AudioSampleSink, type InputAudioTrack } from "mediabunny";
import { SILENCE_DB, type SoundTrack, type SoundWindow } from "./measurement.ts";
import { timbreOf } from "./sound-features.ts";
import { speechRhythm } from "./speech-rhythm.ts";

const WINDOW_SEC = 0.5;
/** Sound is measured at about this rate: what people hear as voices and most of music lies below half of it. */
const TARGET_RATE = 16_000;
/** Whole sound up to this length, seconds; of a longer one stretches spread over it, so that work has an end. */
const MAX_WHOLE_SEC = 600;
const STRETCH_SEC = 3;
const FLOOR_DB = -91;
/** After a rotten place the sound is taken up again this much later, seconds, and this often. */
const ROTTEN_SEC = 0.25;
const MAX_RESTARTS = 20;

export interface DecodedSound {
  readonly track: SoundTrack;
  /** How far the sound could be decoded. */
  readonly endSec: number;
}

/** A continuous piece of mono sound. */
interface Stretch {
  readonly startSec: number;
  readonly rate: number;
  readonly sound: Float32Array;
}

/** Measures a sound track; null when nothing of it can be decoded. */
export async function readSound(
  track: InputAudioTrack,
  startSec: number,
  endSec: number,
): Promise<DecodedSound | null> {
  const sink = new AudioSampleSink(track);
  const windows: SoundWindow[] = [];
  let lastEndSec = 0;
  let restarts = 0;
  for (const [start, to] of stretches(startSec, endSec)) {
    for (let from: number | undefined = start; from !== undefined && from < to; ) {
      const { stretch, brokeSec } = await decode(sink, from, to);
      const measured = stretch === null ? [] : windowsOf(stretch);
      windows.push(...measured);
      lastEndSec = Math.max(lastEndSec, measured.at(-1)?.endSec ?? 0);
      const goesOn: boolean = brokeSec !== undefined && restarts++ < MAX_RESTARTS;
      from = goesOn ? (brokeSec ?? 0) + ROTTEN_SEC : undefined;
    }
  }
  if (windows.length === 0) return null;
  return { track: { codec: (await track.getCodec()) ?? "unknown", windows }, endSec: lastEndSec };
}

function stretches(startSec: number, endSec: number): [number, number][] {
  const length = endSec - startSec;
  if (length <= MAX_WHOLE_SEC) return [[startSec, endSec]];
  const count = MAX_WHOLE_SEC / STRETCH_SEC;
  return Array.from({ length: count }, (_, i) => {
    const from = startSec + (length * i) / count;
    return [from, from + STRETCH_SEC];
  });
}

/** `brokeSec`: where it met data that cannot be decoded. */
async function decode(
  sink: AudioSampleSink,
  from: number,
  to: number,
): Promise<{ stretch: Stretch | null; brokeSec?: number }> {
  const parts: Float32Array[] = [];
  let startSec: number | undefined;
  let rate = TARGET_RATE;
  let endSec = from;
  let isBroken = false;
  try {
    for await (const sample of sink.samples(from, to)) {
      const step = Math.max(1, Math.round(sample.sampleRate / TARGET_RATE));
      rate = sample.sampleRate / step;
      startSec ??= Math.max(0, sample.timestamp);
      endSec = Math.max(endSec, sample.timestamp + sample.duration);
      const values = new Float32Array(sample.numberOfFrames * sample.numberOfChannels);
      sample.copyTo(values, { planeIndex: 0, format: "f32" });
      parts.push(mono(values, sample.numberOfChannels, step));
      sample.close();
    }
  } catch {
    isBroken = true;
  }
  const stretch = startSec === undefined ? null : { startSec, rate, sound: join(parts) };
  return isBroken ? { stretch, brokeSec: endSec } : { stretch };
}

/** Mean of the channels, and of `step` neighbouring values. */
function mono(values: Float32Array, channels: number, step: number): Float32Array {
  const size = channels * step;
  const result = new Float32Array(Math.floor(values.length / size));
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += values[k] ?? 0;
    result[i] = sum / size;
  }
  return result;
}

function join(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function windowsOf({ startSec, rate, sound }: Stretch): SoundWindow[] {
  const size = Math.round(WINDOW_SEC * rate);
  const windows: SoundWindow[] = [];
  for (let from = 0; from < sound.length; from += size) {
    const part = sound.subarray(from, from + size);
    // A scrap at the end says nothing of its own.
    if (part.length < size / 4 && from > 0) break;
    const timbre = timbreOf(part);
    const loudnessDb = Math.round(loudness(part) * 10) / 10;
    windows.push({
      startSec: round(startSec + from / rate),
      endSec: round(startSec + (from + part.length) / rate),
      loudnessDb,
      tonality: round(timbre.tonality),
      flatness: round(timbre.flatness),
      // A pause belongs to speech only between syllables, not when it fills the whole window.
      speechRhythm:
        loudnessDb < SILENCE_DB ? 0 : round(speechRhythm(sound, rate, (from + part.length / 2) / rate)),
    });
  }
  return windows;
}

function loudness(part: Float32Array): number {
  let sum = 0;
  for (const value of part) sum += value * value;
  const rms = Math.sqrt(sum / Math.max(1, part.length));
  return rms === 0 ? FLOOR_DB : Math.max(FLOOR_DB, 20 * Math.log10(rms));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

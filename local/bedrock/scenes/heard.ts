import { SILENCE_DB, type SoundTrack, type SoundWindow } from "../media/measurement.ts";

export type SoundKind = "silence" | "tone" | "tones or music" | "noise" | "speech rhythm" | "mixed sound";

/** What a stretch of a sound track is like. */
export interface Heard {
  /** Share of the time per kind; they add up to 1. */
  readonly shares: Readonly<Record<SoundKind, number>>;
  /** Mean loudness of what is not silent, dB of full scale; -91 when all is. */
  readonly loudnessDb: number;
}

export interface SoundSpan {
  readonly startSec: number;
  readonly endSec: number;
  readonly kind: SoundKind;
}

/** Mean over the neighbourhood: one window alone is no rhythm. */
const SPEECH = 0.4;
const SPEECH_REACH = 2;
/** Fewer windows of a tone in the middle of music are music. */
const SHORTEST_TONE = 4;
const PURE_TONE = 0.95;
/** A tone keeps its loudness; plucked strings and voices do not. Change from window to window, dB. */
const STEADY_DB = 1.5;
const TONAL = 0.6;
/** Rain, wind and traffic fall off towards the high frequencies: they are less flat than white noise (0.55), music is below 0.05. */
const NOISY = 0.12;

/** What is heard in `[startSec, endSec)`. A stretch that was not looked at (long sounds) takes its neighbour's. */
export function heardIn(sound: SoundTrack, startSec: number, endSec: number): Heard {
  const shares = { silence: 0, tone: 0, "tones or music": 0, noise: 0, "speech rhythm": 0, "mixed sound": 0 };
  const windows = windowsIn(sound, startSec, endSec);
  const kinds = kindsOf(sound);
  let total = 0;
  let audible = 0;
  let loudness = 0;
  for (const { index, window, length } of windows) {
    const kind = kinds[index] ?? "silence";
    shares[kind] += length;
    total += length;
    if (kind === "silence") continue;
    audible += length;
    loudness += length * window.loudnessDb;
  }
  // What lies behind the end of the sound is silent.
  if (total === 0) return { shares: { ...shares, silence: 1 }, loudnessDb: -91 };
  const scaled = Object.fromEntries(Object.entries(shares).map(([kind, length]) => [kind, length / total]));
  return {
    shares: scaled as Record<SoundKind, number>,
    loudnessDb: audible === 0 ? -91 : loudness / audible,
  };
}

/** The kind with the largest share of what can be heard; silence only when there is next to nothing. */
export function mainSound({ shares }: Heard): SoundKind {
  if (shares.silence > 0.85) return "silence";
  const audible = Object.entries(shares).filter(([kind]) => kind !== "silence");
  return audible.sort((a, b) => b[1] - a[1])[0]?.[0] as SoundKind;
}

/** The sound as a row of spans of one kind each; spans under a second join their neighbour. */
export function soundSpans(sound: SoundTrack): SoundSpan[] {
  const kinds = kindsOf(sound);
  const spans: SoundSpan[] = [];
  for (const [index, { startSec, endSec }] of sound.windows.entries()) {
    const kind = kinds[index] ?? "silence";
    const last = spans.at(-1);
    if (last?.kind === kind) spans[spans.length - 1] = { ...last, endSec };
    else spans.push({ startSec, endSec, kind });
  }
  return spans.reduce<SoundSpan[]>((joined, span) => {
    const last = joined.at(-1);
    if (last !== undefined && (span.endSec - span.startSec < 1 || span.kind === last.kind)) {
      joined[joined.length - 1] = { ...last, endSec: span.endSec };
    } else joined.push(span);
    return joined;
  }, []);
}

function windowsIn(sound: SoundTrack, startSec: number, endSec: number) {
  const inside = sound.windows
    .map((window, index) => ({
      index,
      window,
      length: Math.min(endSec, window.endSec) - Math.max(startSec, window.startSec),
    }))
    .filter(({ length }) => length > 0);
  if (inside.length > 0) return inside;
  const last = sound.windows.at(-1);
  if (last === undefined || startSec >= last.endSec) return [];
  const index = sound.windows.findLastIndex((window) => window.startSec <= startSec);
  const window = sound.windows[index];
  return window === undefined ? [] : [{ index, window, length: endSec - startSec }];
}

const known = new WeakMap<SoundTrack, SoundKind[]>();

function kindsOf(sound: SoundTrack): SoundKind[] {
  const kinds =
    known.get(sound) ?? toneIntoMusic(sound.windows.map((_, index) => kindAt(sound.windows, index)));
  known.set(sound, kinds);
  return kinds;
}

function kindAt(windows: readonly SoundWindow[], index: number): SoundKind {
  const here = windows[index];
  if (here === undefined || here.loudnessDb < SILENCE_DB) return "silence";
  const around = windows
    .slice(Math.max(0, index - SPEECH_REACH), index + SPEECH_REACH + 1)
    .filter(({ loudnessDb }) => loudnessDb >= SILENCE_DB);
  const speech = around.reduce((sum, { speechRhythm }) => sum + speechRhythm, 0) / around.length;
  if (speech >= SPEECH) return "speech rhythm";
  const before = windows[index - 1]?.loudnessDb ?? here.loudnessDb;
  const after = windows[index + 1]?.loudnessDb ?? here.loudnessDb;
  const change = Math.min(Math.abs(before - here.loudnessDb), Math.abs(after - here.loudnessDb));
  if (here.tonality >= PURE_TONE && change < STEADY_DB) return "tone";
  if (here.flatness >= NOISY) return "noise";
  return here.tonality >= TONAL ? "tones or music" : "mixed sound";
}

/** A held note is part of the music around it. */
function toneIntoMusic(kinds: SoundKind[]): SoundKind[] {
  for (let from = 0; from < kinds.length; from++) {
    if (kinds[from] !== "tone") continue;
    let to = from;
    while (kinds[to] === "tone") to++;
    const music = kinds[from - 1] === "tones or music" || kinds[to] === "tones or music";
    if (music && to - from < SHORTEST_TONE) kinds.fill("tones or music", from, to);
    from = to;
  }
  return kinds;
}

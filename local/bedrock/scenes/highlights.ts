import { type Measurement, SILENCE_DB } from "../media/measurement.ts";
import { isUnheard } from "../media/unheard.ts";
import type { Span } from "./chapters.ts";

/** A stretch that stands out, and why. */
export interface Highlight extends Span {
  readonly reason: "cut" | "movement" | "loud" | "sound begins";
  /** How much it stands out, 0 to 1. */
  readonly strength: number;
}

const LENGTH_SEC = 5;
const MAX_HIGHLIGHTS = 5;
const MOVING = 0.02;
/** A sound that begins after this much silence stands out, seconds. */
const SILENCE_BEFORE_SEC = 2;
/** The loudest moment stands out when it exceeds the mean by this, dB. */
const LOUDER_DB = 6;

/** The moments with the strongest changes of picture, movement or sound, in order of time; none in a uniform video. */
export function findHighlights(measured: Measurement): Highlight[] {
  const { durationSec } = measured;
  const wanted = Math.min(MAX_HIGHLIGHTS, 1 + Math.floor(durationSec / 10));
  const chosen: Highlight[] = [];
  const candidates = [...cutMoments(measured), ...movingMoments(measured), ...soundMoments(measured)];
  for (const candidate of candidates.sort((a, b) => b.strength - a.strength || a.startSec - b.startSec)) {
    if (chosen.length === wanted) break;
    const startSec = Math.max(0, Math.min(candidate.startSec, durationSec - 1));
    const endSec = Math.min(durationSec, startSec + LENGTH_SEC);
    const overlaps = chosen.some((other) => startSec < other.endSec && endSec > other.startSec);
    if (!overlaps) chosen.push({ ...candidate, startSec, endSec });
  }
  return chosen.sort((a, b) => a.startSec - b.startSec);
}

type Moment = Highlight;

function cutMoments({ picture }: Measurement): Moment[] {
  return (picture?.cuts ?? []).map(({ atSec, strength }) => moment(atSec, "cut", strength));
}

function movingMoments({ picture }: Measurement): Moment[] {
  const samples = picture?.samples ?? [];
  const peaks = samples.filter(
    ({ motion }, index) =>
      motion > MOVING &&
      motion >= (samples[index - 1]?.motion ?? 0) &&
      motion > (samples[index + 1]?.motion ?? 0),
  );
  return peaks.map(({ atSec, motion }) => moment(atSec - 1, "movement", Math.min(0.75, 4 * motion)));
}

function soundMoments({ sound }: Measurement): Moment[] {
  const windows = isUnheard(sound) ? [] : sound.windows;
  const audible = windows.filter(({ loudnessDb }) => loudnessDb >= SILENCE_DB);
  const mean = audible.reduce((sum, { loudnessDb }) => sum + loudnessDb, 0) / Math.max(1, audible.length);
  const moments: Moment[] = [];
  let silentSince = 0;
  let wasSilent = true;
  for (const { startSec, loudnessDb } of windows) {
    const silent = loudnessDb < SILENCE_DB;
    if (!silent && wasSilent && startSec - silentSince >= SILENCE_BEFORE_SEC) {
      moments.push(moment(startSec, "sound begins", 0.4));
    }
    if (!silent && loudnessDb > mean + LOUDER_DB) {
      moments.push(moment(startSec - 1, "loud", Math.min(0.7, (loudnessDb - mean) / 30)));
    }
    if (silent && !wasSilent) silentSince = startSec;
    wasSilent = silent;
  }
  return moments;
}

function moment(startSec: number, reason: Highlight["reason"], strength: number): Moment {
  return { startSec: Math.max(0, startSec), endSec: startSec + LENGTH_SEC, reason, strength };
}

import type { Cut, PictureSample } from "./measurement.ts";
import { meanDifference } from "./picture.ts";

/** Two neighbouring samples that differ more than this may have a cut between them. */
const SUSPICIOUS = 0.14;
/** Frames between them are looked at this often, seconds, and at most this many. */
const PROBE_STEP_SEC = 0.05;
const MAX_PROBES = 24;
/** Most gaps that are looked into; the ones with the largest change win. */
const MAX_GAPS = 160;
/** A cut makes at least this share of the whole change in one step; movement spreads it over many. */
const ONE_STEP = 0.5;
/** Samples compared across a possible fade lie this far from its middle. */
const FADE_REACH_SEC = 1.5;
const FADE_CHANGE = 0.45;

/** A pair of samples with a large change between them. */
export interface Gap {
  readonly from: PictureSample;
  readonly to: PictureSample;
}

/** How different two frames look, 0 to 1: their colours, and what stands where. */
export function difference(a: PictureSample, b: PictureSample): number {
  const colours = (meanDifference(a.colours, b.colours) * a.colours.length) / 2;
  return 0.5 * colours + 0.5 * Math.min(1, 2 * meanDifference(a.grid, b.grid));
}

/** The gaps that deserve a closer look, in order of time. */
export function findGaps(samples: readonly PictureSample[]): Gap[] {
  const gaps: (Gap & { change: number })[] = [];
  for (const [i, to] of samples.entries()) {
    const from = samples[i - 1];
    if (from === undefined) continue;
    const change = difference(from, to);
    if (change > SUSPICIOUS) gaps.push({ from, to, change });
  }
  return gaps
    .sort((a, b) => b.change - a.change || a.from.atSec - b.from.atSec)
    .slice(0, MAX_GAPS)
    .sort((a, b) => a.from.atSec - b.from.atSec)
    .map(({ from, to }) => ({ from, to }));
}

/** Times inside a gap at which to look. */
export function probeTimes({ from, to }: Gap): number[] {
  const length = to.atSec - from.atSec;
  const count = Math.min(MAX_PROBES, Math.max(1, Math.ceil(length / PROBE_STEP_SEC))) - 1;
  return Array.from({ length: count }, (_, i) => from.atSec + (length * (i + 1)) / (count + 1));
}

/** The cut inside a gap, or undefined when the change comes little by little. */
export function cutInside({ from, to }: Gap, probes: readonly PictureSample[]): Cut | undefined {
  const strength = difference(from, to);
  let largest = 0;
  let atSec = to.atSec;
  let before = from;
  for (const probe of [...probes, to]) {
    const step = difference(before, probe);
    if (step > largest) {
      largest = step;
      atSec = probe.atSec;
    }
    before = probe;
  }
  if (largest < ONE_STEP * strength || largest < SUSPICIOUS) return undefined;
  return { atSec, kind: "cut", strength: Math.round(strength * 1000) / 1000 };
}

/** Slow changes: places where the pictures well before and well after differ most, away from any cut. */
export function findFades(samples: readonly PictureSample[], cuts: readonly Cut[]): Cut[] {
  const changes = samples.map((sample) => changeAround(samples, sample.atSec, cuts));
  const fades: Cut[] = [];
  for (const [i, sample] of samples.entries()) {
    const change = changes[i] ?? 0;
    const isPeak = samples.every(
      (other, k) =>
        Math.abs(other.atSec - sample.atSec) > 2 * FADE_REACH_SEC ||
        (changes[k] ?? 0) < change ||
        ((changes[k] ?? 0) === change && k >= i),
    );
    if (change > FADE_CHANGE && isPeak) {
      fades.push({ atSec: sample.atSec, kind: "fade", strength: Math.round(change * 1000) / 1000 });
    }
  }
  return fades;
}

function changeAround(samples: readonly PictureSample[], atSec: number, cuts: readonly Cut[]): number {
  if (cuts.some((cut) => Math.abs(cut.atSec - atSec) <= FADE_REACH_SEC + 0.5)) return 0;
  const before = samples.findLast((sample) => sample.atSec <= atSec - FADE_REACH_SEC);
  const after = samples.find((sample) => sample.atSec >= atSec + FADE_REACH_SEC);
  if (before === undefined || after === undefined) return 0;
  // Sparse samples of a long video are too far apart to tell a fade from a scene.
  if (after.atSec - before.atSec > 4 * FADE_REACH_SEC) return 0;
  return difference(before, after);
}

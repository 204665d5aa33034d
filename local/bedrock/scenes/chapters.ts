import type { PictureTrack } from "../media/measurement.ts";
import { meanDifference } from "../media/picture.ts";
import { type Look, lookOf } from "./look.ts";

/** A stretch of a video that looks alike. */
export interface Span {
  readonly startSec: number;
  readonly endSec: number;
}

interface Shot extends Span {
  readonly look: Look;
}

const MAX_CHAPTERS = 12;
/** Scenes that differ less are one chapter. */
const ALIKE = 0.12;
/** Scenes that differ more are kept apart beyond the usual number of chapters, when both are long enough. */
const UNLIKE = 0.4;
const LONG_SHOT_SEC = 3;

/**
 * Chapters that cover the whole video and begin at real cuts. Rapid cuts are joined to the neighbour that looks
 * most like them; a video without a change is one chapter.
 */
export function findChapters(picture: PictureTrack, durationSec: number): Span[] {
  const shots = shotsOf(picture, durationSec);
  const shortest = Math.max(1.5, durationSec / 60);
  const usual = 2 + Math.floor(durationSec / 10);
  while (shots.length > 1) {
    const short = shots.findIndex((shot) => shot.endSec - shot.startSec < shortest);
    const weakest = short < 0 ? weakestBoundary(shots) : nearerSide(shots, short);
    const change = changeAt(shots, weakest);
    const enough = shots.length <= usual || (shots.length <= MAX_CHAPTERS && keepsApart(shots, weakest));
    if (short < 0 && change >= ALIKE && enough) break;
    join(shots, weakest, picture);
  }
  return shots.map(({ startSec, endSec }) => ({ startSec, endSec }));
}

/** Every stretch between two cuts. */
export function shotsOf(picture: PictureTrack, durationSec: number): Shot[] {
  const edges = picture.cuts.map(({ atSec }) => atSec).filter((atSec) => atSec > 0 && atSec < durationSec);
  const starts = [0, ...edges];
  return starts.map((startSec, index) => {
    const endSec = starts[index + 1] ?? durationSec;
    return { startSec, endSec, look: lookOf(picture, startSec, endSec) };
  });
}

/** Difference of two looks, 0 to 1. */
export function lookDifference(a: Look, b: Look): number {
  const colours = (meanDifference(a.colours, b.colours) * a.colours.length) / 2;
  return 0.5 * colours + 0.5 * Math.min(1, 2 * meanDifference(a.grid, b.grid));
}

/** Boundary `i` lies between shot `i` and shot `i + 1`. */
function changeAt(shots: readonly Shot[], boundary: number): number {
  const left = shots[boundary];
  const right = shots[boundary + 1];
  return left === undefined || right === undefined ? 0 : lookDifference(left.look, right.look);
}

function weakestBoundary(shots: readonly Shot[]): number {
  const weights = shots.slice(1).map((_, boundary) => changeAt(shots, boundary) * weightOf(shots, boundary));
  return weights.indexOf(Math.min(...weights));
}

/** Short scenes give way before long ones. */
function weightOf(shots: readonly Shot[], boundary: number): number {
  return Math.min(1, shorterSide(shots, boundary) / LONG_SHOT_SEC);
}

function keepsApart(shots: readonly Shot[], boundary: number): boolean {
  return changeAt(shots, boundary) >= UNLIKE && shorterSide(shots, boundary) >= LONG_SHOT_SEC;
}

function shorterSide(shots: readonly Shot[], boundary: number): number {
  const lengths = [shots[boundary], shots[boundary + 1]].map((shot) =>
    shot === undefined ? 0 : shot.endSec - shot.startSec,
  );
  return Math.min(...lengths);
}

function nearerSide(shots: readonly Shot[], index: number): number {
  if (index === 0) return 0;
  if (index === shots.length - 1) return index - 1;
  return changeAt(shots, index - 1) <= changeAt(shots, index) ? index - 1 : index;
}

function join(shots: Shot[], boundary: number, picture: PictureTrack): void {
  const left = shots[boundary];
  const right = shots[boundary + 1];
  if (left === undefined || right === undefined) return;
  const look = lookOf(picture, left.startSec, right.endSec);
  shots.splice(boundary, 2, { startSec: left.startSec, endSec: right.endSec, look });
}

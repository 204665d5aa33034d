import type { Measurement } from "../media/measurement.ts";
import { lookDifference, type Span, shotsOf } from "../scenes/chapters.ts";
import type { Segmentation } from "./request.ts";

/** A rest shorter than this joins the segment before it, seconds. */
const SHORTEST_REST_SEC = 1;

/** Divides `[startSec, endSec)` into segments without gaps. */
export function segmentsOf(measured: Measurement, range: Span, segmentation: Segmentation): Span[] {
  switch (segmentation.method) {
    case "fixed":
      return fixedSegments(range, segmentation.lengthSec);
    case "even":
      return evenSegments(range, segmentation.nearSec);
    case "dynamic":
      return dynamicSegments(measured, range, segmentation.minSec);
  }
}

function fixedSegments({ startSec, endSec }: Span, lengthSec: number): Span[] {
  const count = Math.max(1, Math.floor((endSec - startSec) / lengthSec));
  const rest = endSec - startSec - count * lengthSec;
  const edges = Array.from({ length: count }, (_, index) => startSec + index * lengthSec);
  if (rest >= SHORTEST_REST_SEC) edges.push(startSec + count * lengthSec);
  return between(edges, endSec);
}

function evenSegments({ startSec, endSec }: Span, nearSec: number): Span[] {
  const count = Math.max(1, Math.round((endSec - startSec) / nearSec));
  const edges = Array.from({ length: count }, (_, index) => startSec + ((endSec - startSec) * index) / count);
  return between(edges, endSec);
}

/** One segment per shot; shots that are too short join the neighbour that looks most like them. */
function dynamicSegments(measured: Measurement, range: Span, minSec: number): Span[] {
  if (measured.picture === null) return evenSegments(range, 10);
  const shots = shotsOf(measured.picture, measured.durationSec).flatMap(({ look, ...span }) => {
    const startSec = Math.max(range.startSec, span.startSec);
    const endSec = Math.min(range.endSec, span.endSec);
    return endSec > startSec ? [{ startSec, endSec, look }] : [];
  });
  for (;;) {
    const short = shots.findIndex((shot) => shot.endSec - shot.startSec < minSec);
    const [left, here, right] = [shots[short - 1], shots[short], shots[short + 1]];
    if (here === undefined || (left === undefined && right === undefined)) break;
    const toLeft =
      right === undefined ||
      (left !== undefined && lookDifference(left.look, here.look) <= lookDifference(here.look, right.look));
    if (toLeft && left !== undefined) shots.splice(short - 1, 2, { ...left, endSec: here.endSec });
    else if (right !== undefined) shots.splice(short, 2, { ...right, startSec: here.startSec });
  }
  return between(
    shots.map(({ startSec }) => startSec),
    range.endSec,
  );
}

function between(starts: readonly number[], endSec: number): Span[] {
  const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
  return starts.map((startSec, index) => ({
    startSec: round(startSec),
    endSec: round(starts[index + 1] ?? endSec),
  }));
}

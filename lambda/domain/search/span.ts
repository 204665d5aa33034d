/** A stretch of a video, seconds. */
export interface Span {
  readonly startSec: number;
  readonly endSec: number;
}

/**
 * Whether two stretches are of one moment: they share more than half of the shorter. Segments of different options are
 * cut at different times, and a word that is read for a second lies inside a segment of six.
 */
export function isSameMoment(a: Span, b: Span): boolean {
  const shared = Math.min(a.endSec, b.endSec) - Math.max(a.startSec, b.startSec);
  const shorter = Math.min(a.endSec - a.startSec, b.endSec - b.startSec);
  return shared > shorter / 2;
}

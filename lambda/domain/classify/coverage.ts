import type { Span } from "../search/span.ts";

export interface ScoredSpan extends Span {
  readonly score: number;
}

/** What spans that may overlap cover together. */
export interface Coverage {
  /** Length of their union. */
  readonly seconds: number;
  /** The best score at each moment, summed over the time that is covered: points times seconds. */
  readonly scoreSeconds: number;
}

/**
 * Lays the spans on the time line, the best first; each takes what no better one has taken. Overlapping spans count
 * once, and cutting one in two changes nothing.
 */
export function coverage(spans: readonly ScoredSpan[]): Coverage {
  const times = [...new Set(spans.flatMap(({ startSec, endSec }) => [startSec, endSec]))].sort(
    (a, b) => a - b,
  );
  const places = new Map(times.map((time, place) => [time, place]));
  const free = freePlaces(times.length);
  let [seconds, scoreSeconds] = [0, 0];
  for (const { startSec, endSec, score } of spans.toSorted((a, b) => b.score - a.score)) {
    const end = places.get(endSec) ?? 0;
    for (let at = free.from(places.get(startSec) ?? 0); at < end; at = free.from(at)) {
      const length = (times[at + 1] ?? 0) - (times[at] ?? 0);
      seconds += length;
      scoreSeconds += length * score;
      free.take(at);
    }
  }
  return { seconds, scoreSeconds };
}

/** Which stretches between two neighbouring times are not taken yet. What was passed over once is not passed again. */
function freePlaces(count: number) {
  const next = Int32Array.from({ length: count + 1 }, (_, place) => place);
  const from = (place: number): number => {
    let found = place;
    while (next[found] !== found) found = next[found] as number;
    for (let at = place; at !== found; ) {
      const after = next[at] as number;
      next[at] = found;
      at = after;
    }
    return found;
  };
  return {
    from,
    take(place: number) {
      next[place] = place + 1;
    },
  };
}

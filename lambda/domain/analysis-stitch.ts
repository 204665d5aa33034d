import type { Analysis } from "../contracts/analysis.ts";
import { clampAnalysis, distinctWords, mergeFlags, type Timed } from "./analysis.ts";

/** The analysis of one part, its times counted from the beginning of the part. */
export interface AnalyzedPart {
  readonly offsetSec: number;
  readonly durationSec: number;
  readonly analysis: Analysis;
}

/**
 * One analysis from those of the parts, on the timeline of the whole video. Parts may overlap: each speaks for the
 * time from its own beginning to that of the next. One part alone comes out as it went in, clamped.
 */
export function stitch(parts: readonly AnalyzedPart[], durationSec: number): Analysis {
  const placed = [...parts]
    .sort((a, b) => a.offsetSec - b.offsetSec)
    .map((part, index, all) => place(part, all[index + 1]?.offsetSec ?? durationSec));
  const stitched: Analysis = {
    title: placed.map((part) => part.title).find((title) => title !== "") ?? "",
    topics: byFrequency(placed.map((part) => part.topics)),
    hashtags: byFrequency(placed.map((part) => part.hashtags)),
    summary: placed
      .map((part) => part.summary)
      .filter((summary) => summary !== "")
      .join("\n\n"),
    chapters: placed.flatMap((part) => part.chapters),
    highlights: placed.flatMap((part) => part.highlights),
    onScreenText: placed.flatMap((part) => part.onScreenText),
    logos: placed.flatMap((part) => part.logos),
    speech: placed.flatMap((part) => part.speech),
    flags: mergeFlags(placed.map((part) => part.flags)),
  };
  return clampAnalysis(stitched, durationSec);
}

/** The part's analysis on the whole timeline, without what the next part, which begins at `untilSec`, speaks for. */
function place({ offsetSec, durationSec, analysis }: AnalyzedPart, untilSec: number): Analysis {
  const part = clampAnalysis(analysis, durationSec);
  const begun = <Span extends Timed>(spans: readonly Span[]) =>
    spans
      .map((span) => ({ ...span, startSec: span.startSec + offsetSec, endSec: span.endSec + offsetSec }))
      .filter((span) => span.startSec < untilSec);
  const own = <Span extends Timed>(spans: readonly Span[]) =>
    begun(spans).map((span) => ({ ...span, endSec: Math.min(span.endSec, untilSec) }));
  return {
    ...part,
    chapters: own(part.chapters),
    onScreenText: own(part.onScreenText),
    logos: own(part.logos),
    // A highlight is a moment, and a sentence is whole: they are not cut where the next part happens to begin.
    highlights: begun(part.highlights),
    speech: begun(part.speech),
  };
}

/** All words of the lists, the most frequent first, else in order of their first appearance. */
function byFrequency(lists: readonly (readonly string[])[]): string[] {
  const all = lists.flat();
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  const count = (word: string) => counts.get(word.toLowerCase()) ?? 0;
  return distinctWords(all).sort((a, b) => count(b) - count(a));
}

import type { Analysis, TimeSpan } from "../contracts/analysis.ts";
import { clampAnalysis, distinctWords, mergeFlags } from "./analysis.ts";

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
    flags: mergeFlags(placed.map((part) => part.flags)),
  };
  return clampAnalysis(stitched, durationSec);
}

/** The part's analysis on the whole timeline, without what the next part, which begins at `untilSec`, speaks for. */
function place({ offsetSec, durationSec, analysis }: AnalyzedPart, untilSec: number): Analysis {
  const part = clampAnalysis(analysis, durationSec);
  const move = (span: TimeSpan): TimeSpan => ({
    ...span,
    startSec: span.startSec + offsetSec,
    endSec: span.endSec + offsetSec,
  });
  const begun = (span: TimeSpan) => span.startSec < untilSec;
  return {
    ...part,
    chapters: part.chapters
      .map(move)
      .filter(begun)
      .map((span) => ({ ...span, endSec: Math.min(span.endSec, untilSec) })),
    // A highlight is a moment: it is not cut where the next part happens to begin.
    highlights: part.highlights.map(move).filter(begun),
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

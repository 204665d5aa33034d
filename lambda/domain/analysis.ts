import type { Analysis, AnalysisFlags } from "../contracts/analysis.ts";
import { joinTexts, lasting } from "./analysis-texts.ts";
import type { AnswerPart } from "./answer.ts";
import { type AnalysisContent, capContent } from "./answer-caps.ts";

const NO_CONTENT: AnalysisContent = {
  title: "",
  topics: [],
  hashtags: [],
  summary: "",
  chapters: [],
  highlights: [],
  onScreenText: [],
  logos: [],
  speech: [],
};

/** One analysis from the answers to the requests that made it up. A field that none of them holds is empty. */
export function mergeAnswers(parts: readonly AnswerPart[]): Analysis {
  const content: AnalysisContent = Object.assign({}, NO_CONTENT, ...parts.map((part) => part.content));
  return { ...content, flags: mergeFlags(parts.map((part) => part.flags)) };
}

export function mergeFlags(flags: readonly AnalysisFlags[]): AnalysisFlags {
  const any = (name: keyof AnalysisFlags) => flags.some((each) => each[name]);
  return {
    truncated: any("truncated"),
    repaired: any("repaired"),
    clamped: any("clamped"),
    capped: any("capped"),
  };
}

/**
 * The analysis as it is stored: spans inside the video and in order of time, words tidied, a text that goes on as one
 * span, everything within the caps. Doing it twice changes nothing.
 */
export function clampAnalysis(analysis: Analysis, durationSec: number): Analysis {
  const { flags, ...content } = analysis;
  let clamped = flags.clamped;
  const inside = <Span extends Timed>(spans: readonly Span[]) => {
    const result = clampSpans(spans, durationSec);
    if (result.clamped) clamped = true;
    return result.spans;
  };
  const { content: within, capped } = capContent({
    ...content,
    title: content.title.trim(),
    summary: content.summary.trim(),
    topics: distinctWords(content.topics),
    hashtags: distinctWords(content.hashtags.map(withoutHash)),
    chapters: inside(content.chapters),
    highlights: inside(content.highlights),
    onScreenText: inside(content.onScreenText.map(lasting)),
    logos: inside(content.logos.map(lasting)),
    speech: inside(content.speech.map(lasting)),
  });
  return {
    ...within,
    // After the caps: two long texts may differ in what was cut off alone.
    onScreenText: joinTexts(within.onScreenText),
    logos: joinTexts(within.logos),
    speech: joinTexts(within.speech),
    flags: { ...flags, clamped, capped: flags.capped || capped },
  };
}

/** Anything that lies on the timeline, seconds. */
export interface Timed {
  readonly startSec: number;
  readonly endSec: number;
}

/** Models write times slightly outside the video, and sometimes wholly: the first are moved, the others left out. */
function clampSpans<Span extends Timed>(
  spans: readonly Span[],
  durationSec: number,
): { spans: Span[]; clamped: boolean } {
  let clamped = false;
  const time = (value: number) => {
    const inside = Math.min(Math.max(value, 0), durationSec);
    if (inside !== value) clamped = true;
    return Math.min(toMilliseconds(inside), durationSec);
  };
  const kept = spans
    .map((span) => ({ ...span, startSec: time(span.startSec), endSec: time(span.endSec) }))
    // Also drops NaN, which compares as false.
    .filter((span) => span.startSec < span.endSec)
    .sort((a, b) => a.startSec - b.startSec || a.endSec - b.endSec);
  return { spans: kept, clamped: clamped || kept.length < spans.length };
}

/** Models write 32nds of a second; adding offsets would leave digits that mean nothing. */
const toMilliseconds = (sec: number) => Math.round(sec * 1000) / 1000;

const withoutHash = (tag: string) => tag.trim().replace(/^[#\uFF03\s]+/, "");

/** Without empty ones and without those that differ from an earlier one in case only. */
export function distinctWords(words: readonly string[]): string[] {
  const byFolded = new Map<string, string>();
  for (const word of words.map((each) => each.trim())) {
    const folded = word.toLowerCase();
    if (word !== "" && !byFolded.has(folded)) byFolded.set(folded, word);
  }
  return [...byFolded.values()];
}

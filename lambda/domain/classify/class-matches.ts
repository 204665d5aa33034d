import type { Calibration } from "../../models/calibration.ts";
import type { EmbeddingModel, SearchOption } from "../../models/model.ts";
import { scoreOf, scoreOfWords } from "../score.ts";
import type { Span } from "../search/span.ts";
import { wordShare, wordsOf } from "../words.ts";
import { embeddingOptionOf, type VideoClass } from "./classes.ts";
import type { ComparedSegments, Evidence } from "./evidence.ts";

/** A span of the video that one or more prompts of a class match, in one search option. */
export interface ClassMatch extends Span {
  readonly option: SearchOption;
  /** In the order of the class's prompts; never empty. Scores are 0 to 100. */
  readonly prompts: readonly { readonly prompt: string; readonly score: number }[];
}

export type ComparingModel = Pick<EmbeddingModel, "textSearch" | "calibration">;

/**
 * Where a video matches a class. A segment matches a prompt when the score of its similarity is at least `minClipScore`;
 * a text matches a prompt when it holds all words of the prompt, with the score of an exact match. One by one: hours of
 * video and a hundred prompts make more matches than are worth keeping.
 */
export function* classMatches(
  videoClass: VideoClass,
  evidence: Evidence,
  model: ComparingModel,
  minClipScore: number,
): Generator<ClassMatch> {
  for (const option of videoClass.options) {
    const embedded = embeddingOptionOf(videoClass, option, model);
    const compared = embedded === undefined ? undefined : evidence.segments.get(embedded);
    if (compared) yield* segmentMatches(videoClass, option, compared, model.calibration, minClipScore);
    yield* textMatches(videoClass, option, evidence, minClipScore);
  }
}

function* segmentMatches(
  { prompts }: VideoClass,
  option: SearchOption,
  { spans, similarities }: ComparedSegments,
  calibration: Calibration,
  minClipScore: number,
): Generator<ClassMatch> {
  for (const [at, { startSec, endSec }] of spans.entries()) {
    const matched = prompts.flatMap((prompt) => {
      const similarity = similarities.get(prompt)?.[at];
      if (similarity === undefined) return [];
      const score = scoreOf(calibration, similarity);
      return score >= minClipScore ? [{ prompt, score }] : [];
    });
    if (matched.length > 0) yield { startSec, endSec, option, prompts: matched };
  }
}

function* textMatches(
  { prompts }: VideoClass,
  option: SearchOption,
  { texts }: Evidence,
  minClipScore: number,
): Generator<ClassMatch> {
  const score = scoreOfWords(1);
  const spans = texts[option] ?? [];
  if (spans.length === 0 || score < minClipScore) return;
  const asked = prompts.map((prompt) => ({ prompt, words: wordsOf(prompt) }));
  for (const { startSec, endSec, text } of spans) {
    const matched = asked.flatMap(({ prompt, words }) =>
      wordShare(words, text) === 1 ? [{ prompt, score }] : [],
    );
    if (matched.length > 0) yield { startSec, endSec, option, prompts: matched };
  }
}

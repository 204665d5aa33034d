import type { SearchOption } from "../../models/model.ts";
import { compareText } from "../search/match.ts";
import type { Span } from "../search/span.ts";
import { BestOf } from "./best-of.ts";
import type { ClassMatch } from "./class-matches.ts";

/** One span that matches one prompt in one option. */
export interface ClassClip extends Span {
  readonly option: SearchOption;
  readonly prompt: string;
  readonly score: number;
}

/** The best clips of a class in a video, best first and by time where scores are equal. */
export function bestClips(matches: Iterable<ClassMatch>, most: number): readonly ClassClip[] {
  const best = new BestOf<ClassClip>(most, byScore);
  for (const { startSec, endSec, option, prompts } of matches) {
    for (const { prompt, score } of prompts) best.add({ startSec, endSec, option, prompt, score });
  }
  return best.sorted();
}

function byScore(a: ClassClip, b: ClassClip): number {
  return (
    b.score - a.score ||
    a.startSec - b.startSec ||
    a.endSec - b.endSec ||
    compareText(a.option, b.option) ||
    compareText(a.prompt, b.prompt)
  );
}

import type { SearchQuestion } from "../../contracts/api/search.ts";
import {
  leastSimilarity,
  type Match,
  rankMatches,
  similarMatches,
  wordMatches,
} from "../../domain/search/match.ts";
import { WORD_OPTIONS } from "../../domain/search/options.ts";
import { wordsOf } from "../../domain/words.ts";
import type { SearchOption } from "../../models/model.ts";
import type { FoundText, SegmentHit } from "../ports.ts";
import type { Aim } from "./aim.ts";
import { candidates, MAX_CANDIDATES, texts } from "./candidates.ts";
import { current } from "./current.ts";
import type { Scope } from "./scope.ts";
import type { SearchPorts } from "./search-ports.ts";

/** Words of a query that are looked up: a sentence has no more that matter. */
const MAX_WORDS = 20;

export interface RankingTask {
  readonly question: SearchQuestion;
  readonly scope: Scope;
  readonly aims: readonly Aim[];
  /** Least score of a match. */
  readonly least: number;
}

/** What each option finds, best first, in the order of the question's options; at most 1 000 for each. */
export async function rankings(ports: SearchPorts, task: RankingTask): Promise<Match[][]> {
  const { question, scope } = task;
  const words = [...new Set(wordsOf(question.text ?? ""))].slice(0, MAX_WORDS);
  const [segments, texts] = await Promise.all([
    segmentsByOption(ports, task),
    textsByOption(ports, question, words),
  ]);
  const found = [...segments.values(), ...texts.values()].flat();
  const isCurrent = await current(ports.library, question.indexId, scope, found);
  return question.options.map((option) => {
    const similar = (segments.get(option) ?? []).filter(isCurrent);
    const worded = (texts.get(option) ?? []).filter(isCurrent);
    const matches = [
      ...similarMatches(option, ports.model.calibration, similar),
      ...wordMatches(option, words, worded, option === "conversation" && !question.speech.byMeaning),
    ];
    return rankMatches(matches, task.least).slice(0, MAX_CANDIDATES);
  });
}

/** One comparison for all options that are compared with the same vector in the same embedding option. */
async function segmentsByOption(
  ports: SearchPorts,
  { question, scope, aims, least }: RankingTask,
): Promise<Map<SearchOption, SegmentHit[]>> {
  const shared: Aim[][] = [];
  for (const aim of aims) {
    const same = shared.find(
      ([first]) => first?.vector === aim.vector && first.embeddingOption === aim.embeddingOption,
    );
    if (same === undefined) shared.push([aim]);
    else same.push(aim);
  }
  const found = await Promise.all(
    shared.map(async (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { calibration } = ports.model;
      const floor = Math.min(...group.map(({ option }) => leastSimilarity(option, calibration, least)));
      const hits = await candidates(ports, question.indexId, scope, { ...first, floor });
      return group.map(({ option }) => [option, hits] as const);
    }),
  );
  return new Map(found.flat());
}

async function textsByOption(
  ports: SearchPorts,
  { indexId, options, speech }: SearchQuestion,
  words: readonly string[],
): Promise<Map<SearchOption, FoundText[]>> {
  const searched = options.filter(
    (option) => WORD_OPTIONS.includes(option) && (option !== "conversation" || speech.byWords),
  );
  return new Map(
    await Promise.all(
      searched.map(async (option) => [option, await texts(ports, indexId, option, words)] as const),
    ),
  );
}

import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError, notFound } from "../../contracts/api/error.ts";
import type { SearchQuestion } from "../../contracts/api/search.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { confidenceOf } from "../../domain/score.ts";
import { fuse } from "../../domain/search/fuse.ts";
import { itemsOf, type RankedHit } from "../../domain/search/group.ts";
import { mergeMoments } from "../../domain/search/moments.ts";
import { inOrder } from "../../domain/search/options.ts";
import { isTooLong } from "../../domain/search/text-length.ts";
import { bandsFor, leastScore } from "../../domain/search/threshold.ts";
import type { Calibration, EmbeddingModel } from "../../models.ts";
import { checkIndex } from "../http/api.ts";
import { aimsOf } from "./aim.ts";
import { answered, singleQuestions } from "./combined.ts";
import { checkOptions } from "./embedding-options.ts";
import type { Pool } from "./pool.ts";
import { rankings } from "./rankings.ts";
import { scopeOf } from "./scope.ts";
import type { SearchPorts } from "./search-ports.ts";
import type { FoundClip, SearchResult } from "./search-result.ts";

/**
 * Searches an index: what is asked is turned into vectors and words, each option ranks what it finds, the rankings are
 * fused, and neighbouring hits become one moment.
 * @throws ApiError
 */
export async function runSearch(
  ports: SearchPorts,
  poolOf: (indexId: IndexItem["indexId"]) => Promise<Pool>,
  asked: SearchQuestion,
  caller: Caller,
): Promise<SearchResult> {
  const question = { ...asked, options: inOrder(asked.options) };
  const { indexId, options, explain } = question;
  const index = await openIndex(ports, question, caller);
  for (const one of singleQuestions(question)) {
    checkLength(ports.model, one.text);
    checkOptions(ports.model, ports.embeddingOptions, one, index);
  }
  const bands = bandsFor(ports.model.calibration, question.strictness);
  const least = leastScore(question.threshold, bands);
  const scope = await scopeOf(ports.library, indexId, question.filter);
  const search = async (one: SearchQuestion, least: number) => {
    const aims = await aimsOf(ports, one, caller);
    return fuse(await rankings(ports, { question: one, scope, aims, least }), one.operator);
  };
  const [pool, hits] = await Promise.all([
    poolOf(indexId),
    answered(question, search, { least, low: bands.low }),
  ]);
  const items = itemsOf(mergeMoments(hits), question.groupBy, question.sort);
  const { groupBy, pageLimit, includeUserMetadata } = question;
  return {
    ...{ indexId, pool, groupBy, pageLimit, includeUserMetadata, explain },
    optionCount: options.length,
    items: items.map((hits) => hits.map((hit) => clipOf(hit, bands, explain))),
  };
}

async function openIndex({ library }: SearchPorts, { indexId }: SearchQuestion, caller: Caller) {
  checkIndex(caller, indexId);
  const index = await library.index(indexId);
  if (index === undefined) throw notFound("index", indexId);
  return index;
}

/** Before anything is looked up or paid for, and also where only words are compared. */
function checkLength({ maxTextTokens, name }: EmbeddingModel, text = ""): void {
  if (!isTooLong(text, maxTextTokens)) return;
  throw new ApiError(
    "token_limit_exceeded",
    `The text to search for is too long: ${name} takes at most ${maxTextTokens} tokens.`,
  );
}

function clipOf(hit: RankedHit, bands: Calibration["bands"], explain: boolean): FoundClip {
  const { videoId, startSec, endSec, score, rank, fused, matches } = hit;
  return {
    ...{ videoId, startSec, endSec, score, rank, fused },
    confidence: confidenceOf({ bands }, score),
    matches: matches.map(({ option, text, rank, score, similarity, wordShare }) => ({
      option,
      text,
      ...(explain ? { rank, score, similarity, wordShare } : {}),
    })),
  };
}

import * as z from "zod";
import { CONFIDENCES } from "../../domain/score.ts";
import type { IndexId, VideoId } from "../../keys.ts";
import { SEARCH_OPTIONS } from "../../models/model.ts";

const id = <T extends string>() => z.string() as unknown as z.ZodType<T, T>;

const FoundMatch = z.object({
  option: z.enum(SEARCH_OPTIONS),
  text: z.string().optional(),
  /** The rest only where the search was asked to explain itself. */
  rank: z.number().optional(),
  score: z.number().optional(),
  similarity: z.number().optional(),
  wordShare: z.number().optional(),
});

const FoundClip = z.object({
  videoId: id<VideoId>(),
  startSec: z.number(),
  endSec: z.number(),
  score: z.number(),
  confidence: z.enum(CONFIDENCES),
  rank: z.number(),
  fused: z.number(),
  matches: z.array(FoundMatch),
});
export type FoundClip = z.infer<typeof FoundClip>;

/** All that a search found: what its pages are cut from, kept until they expire. */
export const SearchResult = z.object({
  indexId: id<IndexId>(),
  pool: z.object({ videoCount: z.number(), totalDurationSec: z.number() }),
  groupBy: z.enum(["clip", "video"]),
  pageLimit: z.number(),
  includeUserMetadata: z.boolean(),
  explain: z.boolean(),
  /** Options that were fused: each weighs the same share. */
  optionCount: z.number(),
  /** One clip each, or with `groupBy` video all clips of one video. */
  items: z.array(z.array(FoundClip)),
});
export type SearchResult = z.infer<typeof SearchResult>;

import type { Match } from "../../../lambda/domain/search/match.ts";
import type { VideoId } from "../../../lambda/keys.ts";

export const A = "a".repeat(24) as VideoId;
export const B = "b".repeat(24) as VideoId;

/** A match that a test names by what it is about. */
export const aMatch = (change: Partial<Match> = {}): Match => ({
  videoId: A,
  option: "visual",
  startSec: 0,
  endSec: 6,
  score: 90,
  similarity: 0.5,
  ...change,
});

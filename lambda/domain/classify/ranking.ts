import type { RunId, VideoId } from "../../keys.ts";
import { compareText } from "../search/match.ts";
import { BestOf } from "./best-of.ts";
import type { FoundClass } from "./classify-video.ts";

/** A video with the classes that it belongs to, best first; never without one. */
export interface ClassifiedVideo {
  readonly videoId: VideoId;
  readonly runId: RunId;
  readonly classes: readonly FoundClass[];
}

/** Most videos of one classification. */
export const MAX_VIDEOS = 10_000;
/** Scores of classes that are kept in all, about 100 bytes each: with many classes fewer videos are kept. */
const MAX_SCORES = 100_000;

/** The best videos in their order: by the score of their best class, and by id where it is equal. */
export function classifiedVideos(classCount: number): BestOf<ClassifiedVideo> {
  const most = Math.min(MAX_VIDEOS, Math.floor(MAX_SCORES / classCount));
  return new BestOf(most, (a, b) => bestScore(b) - bestScore(a) || compareText(a.videoId, b.videoId));
}

const bestScore = ({ classes }: ClassifiedVideo) => classes[0]?.score ?? 0;

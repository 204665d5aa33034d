import type {
  ClassifiedClass,
  ClassifiedClip,
  ClassifyAnswer,
  ClassifyPageInfo,
} from "../../contracts/api/classify.ts";
import { bestClips } from "../../domain/classify/class-clips.ts";
import { classMatches } from "../../domain/classify/class-matches.ts";
import { normalizedScores } from "../../domain/classify/classify-video.ts";
import type { Evidence } from "../../domain/classify/evidence.ts";
import type { ClassifiedVideo } from "../../domain/classify/ranking.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { Classification } from "./saved.ts";

/** Most clips that are listed for one class of one video, the best ones; the scores are of all. */
const MAX_CLIPS = 100;
/** Most clips of one answer, about 150 bytes each: with many classes on a page fewer are listed for each. */
const MAX_CLIPS_IN_ANSWER = 10_000;

/** Clips of one class, given the evidence of its video. */
export type ClipsOf = (className: string, evidence: Evidence) => ClassifiedClip[];

/** Lists clips for a page of videos. */
export function clipLister(
  { classes, thresholds }: Classification,
  model: EmbeddingModel,
  videos: readonly ClassifiedVideo[],
): ClipsOf {
  const listed = videos.reduce((sum, video) => sum + video.classes.length, 0);
  const most = Math.min(MAX_CLIPS, Math.floor(MAX_CLIPS_IN_ANSWER / Math.max(1, listed)));
  return (className, evidence) => {
    const videoClass = classes.find(({ name }) => name === className);
    if (videoClass === undefined) return [];
    const matches = classMatches(videoClass, evidence, model, thresholds.minClipScore);
    return bestClips(matches, most).map(({ startSec, endSec, score, option, prompt }) => ({
      start: startSec,
      end: endSec,
      score,
      option,
      prompt,
      thumbnail_url: null,
    }));
  };
}

/** One video in the words of the platform. @param clipsOf for answers with clips: those of one class */
export function classifiedVideo(
  { videoId, classes }: ClassifiedVideo,
  { showDetailedScore }: Classification,
  clipsOf?: (className: string) => ClassifiedClip[],
): ClassifyAnswer["data"][number] {
  const normalized = normalizedScores(classes.map(({ score }) => score));
  return {
    video_id: videoId,
    classes: classes.map((found, at): ClassifiedClass => {
      const { name, score, durationRatio, maxScore, avgScore, durationWeightedScore } = found;
      return {
        name,
        score,
        duration_ratio: durationRatio,
        ...(clipsOf ? { clips: clipsOf(name) } : {}),
        ...(showDetailedScore
          ? {
              detailed_scores: {
                max_score: maxScore,
                avg_score: avgScore,
                normalized_score: normalized[at] ?? 0,
                duration_weighted_score: durationWeightedScore,
              },
            }
          : {}),
      };
    }),
  };
}

/** The whole answer when nothing was found: the platform's has these fields alone. */
export const NOTHING_FOUND: ClassifyAnswer = {
  data: [],
  page_info: { limit_per_page: 0, page_expired_at: "", total_results: 0 },
};

/** @param token of a page, by its number from 1 */
export function pageInfo(
  { limit, total }: Classification,
  page: number,
  expiresAtSec: number,
  token: (page: number) => string,
): ClassifyPageInfo {
  return {
    limit_per_page: limit,
    total_results: total,
    page_expired_at: new Date(expiresAtSec * 1000).toISOString().replace(".000Z", "Z"),
    next_page_token: page * limit < total ? token(page + 1) : "",
    prev_page_token: page > 1 ? token(page - 1) : "",
  };
}

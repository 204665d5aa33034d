import type { Thresholds, VideoClass } from "../../domain/classify/classes.ts";
import { classifyVideo } from "../../domain/classify/classify-video.ts";
import { type ClassifiedVideo, classifiedVideos } from "../../domain/classify/ranking.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { Compare } from "./compare.ts";
import { concurrently } from "./concurrently.ts";
import type { Scope } from "./scope.ts";

/**
 * Videos that are compared at a time. A request of the table takes about 10 ms, so 8 make 800 a second for one embedding
 * option; four hours of video are 7 MB of segments, held twice while they are read: 8 of them stay near 110 MB.
 */
export const COMPARED_AT_ONCE = 8;

export interface Criteria {
  readonly classes: readonly VideoClass[];
  readonly thresholds: Thresholds;
}

/** The videos that belong to a class, best first; of each only the scores of its classes are kept. */
export async function ranked(
  videos: Scope["videos"],
  { classes, thresholds }: Criteria,
  compare: Compare,
  model: EmbeddingModel,
): Promise<readonly ClassifiedVideo[]> {
  const best = classifiedVideos(classes.length);
  await concurrently(videos, COMPARED_AT_ONCE, async ({ videoId, currentRunId, durationSec }) => {
    const evidence = await compare({ videoId, runId: currentRunId });
    const found = classifyVideo(classes, evidence, durationSec, { model, thresholds });
    if (found.length > 0) best.add({ videoId, runId: currentRunId, classes: found });
  });
  return best.sorted();
}

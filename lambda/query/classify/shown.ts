import type { ClassifyAnswer } from "../../contracts/api/classify.ts";
import type { ClassifiedVideo } from "../../domain/classify/ranking.ts";
import { batches } from "../../domain/embedding.ts";
import { classifiedVideo, clipLister } from "./answer.ts";
import type { Compare } from "./compare.ts";
import type { ClassifyPorts } from "./ports.ts";
import { COMPARED_AT_ONCE } from "./rank.ts";
import type { Classification } from "./saved.ts";

/**
 * The videos of a page. Clips are kept neither while videos are ranked nor with the saved pages: for the few videos that
 * are shown they are found again, which is one more read of their segments and no model call.
 * @param compare for answers with clips
 */
export async function shownVideos(
  { model }: Pick<ClassifyPorts, "model">,
  asked: Classification,
  videos: readonly ClassifiedVideo[],
  compare: Compare | undefined,
): Promise<ClassifyAnswer["data"]> {
  if (compare === undefined) return videos.map((video) => classifiedVideo(video, asked));
  const clipsOf = clipLister(asked, model, videos);
  const data: ClassifyAnswer["data"] = [];
  for (const group of batches(videos, COMPARED_AT_ONCE)) {
    const withClips = group.map(async (video) => {
      const evidence = await compare(video);
      return classifiedVideo(video, asked, (className) => clipsOf(className, evidence));
    });
    data.push(...(await Promise.all(withClips)));
  }
  return data;
}

import type * as z from "zod";
import { SegmentAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { CliError } from "./failure.ts";
import { type FoundVideo, videoPath } from "./find-video.ts";
import { listItems } from "./list-items.ts";

/**
 * The stored segments of a video, one after the other: a film has tens of megabytes of them, which arrive in one answer.
 * @param option one embedding option, or all
 */
export async function* segmentsOf(
  api: Api,
  video: FoundVideo,
  option: string | undefined,
): AsyncGenerator<z.infer<typeof SegmentAnswer>> {
  const query = option === undefined ? { embed: "true" } : { embedding_option: option };
  const response = await api.send({ path: videoPath(video), query });
  for await (const item of listItems(response.body ?? [], "segments")) {
    const segment = SegmentAnswer.safeParse(item);
    if (!segment.success)
      throw new CliError("The API sent something that is no segment.", { cause: segment.error });
    yield segment.data;
  }
}

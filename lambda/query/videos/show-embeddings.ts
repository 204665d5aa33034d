import * as z from "zod";
import { segmentAnswer } from "../../contracts/api/video.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { decodeVector, vectorNumbers } from "../../domain/embedding.ts";
import { engineOfModel } from "../../domain/engines.ts";
import type { RunId } from "../../keys.ts";
import type { StoredSegments } from "../ports.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true");

/** The query string of GET /indexes/{id}/videos/{id}. */
export const ShowVideoQuery = z.strictObject({
  /** v1.2: all embeddings. */
  embed: flag.optional(),
  /** v1.3: those of these options. */
  embedding_option: z.union([z.string(), z.array(z.string())]).optional(),
  /** v1.3: what is spoken. */
  transcription: flag.optional(),
});

/** The options whose embeddings are asked for: undefined for none of them, empty for all. */
export function askedOptions({ embed, embedding_option }: z.infer<typeof ShowVideoQuery>) {
  if (embedding_option === undefined) return embed === true ? [] : undefined;
  return [...new Set([embedding_option].flat().flatMap((option) => option.split(",")))];
}

/**
 * The answer about a video with its stored embeddings inside, written segment by segment: a film has tens of megabytes
 * of them, of which one page is held.
 * @param answer all other fields @param options embedding options; all when empty
 */
export async function* withEmbeddings(
  { segments }: { readonly segments: StoredSegments },
  answer: object,
  video: VideoItem & { readonly currentRunId: RunId },
  options: readonly string[],
): AsyncGenerator<string> {
  const name = JSON.stringify(engineOfModel(video.models?.["embed"] ?? ""));
  const head = JSON.stringify(answer).slice(0, -1);
  yield `${head},"embedding":{"engine_name":${name},"model_name":${name},"video_embedding":{"segments":[`;
  let separator = "";
  for (const option of options.length === 0 ? [undefined] : options) {
    for await (const segment of segments.segments(video.videoId, video.currentRunId, option)) {
      const numbers = vectorNumbers(decodeVector(segment.embedding));
      yield `${separator}${JSON.stringify(segmentAnswer({ ...segment, numbers }))}`;
      separator = ",";
    }
  }
  yield "]}}}";
}

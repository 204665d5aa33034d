import { type VideoContext, videoRow } from "../../contracts/api/video.ts";
import type { VideoSummary } from "../../contracts/library-items.ts";
import { engineOfModel } from "../../domain/engines.ts";
import { fileNameOf } from "../../domain/file-name.ts";
import { indexedAtOf } from "../../domain/video-filter.ts";
import type { VideosPorts } from "./videos-ports.ts";

type Shown = Pick<VideoSummary, "key" | "currentRunId" | "updatedAt" | "models">;

/** What the answer about a video says beside its record. */
export function contextOf({ engines }: Pick<VideosPorts, "engines">, video: Shown): VideoContext {
  const models = Object.values(video.models ?? {}).map(engineOfModel);
  return {
    fileName: fileNameOf(video.key),
    indexedAt: indexedAtOf(video),
    engines: models.length > 0 ? models : engines,
  };
}

export const rowOf = (ports: Pick<VideosPorts, "engines">, video: VideoSummary) =>
  videoRow(video, contextOf(ports, video));

import {
  byIndexKeys,
  type IndexId,
  type RunId,
  runIdOf,
  type VideoId,
  videoIdOf,
  videoKey,
} from "../../lambda/keys.ts";
import type { EmbeddingModel } from "../../lambda/models.ts";

export const AT = "2026-11-21T10:00:00.000Z";
/** Length of a segment, seconds. */
export const SEGMENT_SEC = 6;
const CHAPTERS = 8;

/** A video that is made for the library. */
export interface MadeVideo {
  /** From 0. */
  readonly at: number;
  readonly videoId: VideoId;
  readonly runId: RunId;
  readonly item: Record<string, unknown>;
}

/** A video item with texts as long as those of the recorded answers. */
export function madeVideo(indexId: IndexId, at: number, segments: number, model: EmbeddingModel): MadeVideo {
  const bucket = "bench";
  const key = `videos/bench/a recording of some afternoon, number ${at}.mp4`;
  const videoId = videoIdOf(bucket, key);
  const runId = runIdOf({ bucket, key, versionId: "1" }, "profile", 1);
  const durationSec = segments * SEGMENT_SEC;
  const span = (n: number) => ({
    startSec: (n * durationSec) / CHAPTERS,
    endSec: ((n + 1) * durationSec) / CHAPTERS,
    title: `Chapter ${n} of the afternoon`,
    summary: sentences(3),
  });
  const item = {
    ...videoKey(videoId),
    ...byIndexKeys(indexId, createdAt(at), videoId),
    type: "Video",
    ...{ videoId, indexId, bucket, key, versionId: "1", etag: "0".repeat(32), sizeBytes: 123_456_789 },
    ...{ sequencer: "0".repeat(32), status: "READY", reason: null, latestRunId: runId, currentRunId: runId },
    ...{ durationSec, width: 1920, height: 1080, fps: 29.97, videoCodec: "avc", audioCodec: "aac" },
    title: `An afternoon at the lake, part ${at}`,
    topics: ["outdoors", "family", "water"],
    hashtags: ["#lake", "#afternoon", "#family", "#summer", "#swimming"],
    summary: sentences(8),
    chapters: Array.from({ length: CHAPTERS }, (_, n) => span(n)),
    highlights: Array.from({ length: 3 }, (_, n) => span(n)),
    // A fifth of the videos are of each camera.
    metadata: { camera: `camera ${at % 5}`, year: 2026, indoors: at % 2 === 0 },
    models: { embed: model.modelId, analyze: "twelvelabs.pegasus-1-2-v1:0" },
    segmentCounts: { visual: segments, audio: segments },
    ...{ createdAt: createdAt(at), updatedAt: createdAt(at) },
  };
  return { at, videoId, runId, item };
}

const createdAt = (at: number) => new Date(Date.parse(AT) + at * 1000).toISOString();

const sentences = (count: number) =>
  "A group of people walks along the shore while the sun is low over the water. ".repeat(count).trim();

import type { RunItem } from "../../lambda/contracts/items.ts";
import { folderOf } from "../../lambda/keys.ts";
import type { LedgerEntry } from "../../local/bedrock/stand-in.ts";
import type { FollowedVideo } from "./follow.ts";

/** Embedding options that the document always counts; an option that made no segment counts 0. */
const COUNTED = ["visual", "audio", "transcription"] as const;

/** One video of the JSON document: what the catalog holds of it, and what it cost in model calls. */
export function videoDocument({ file, video, run, seconds }: FollowedVideo, ledger: readonly LedgerEntry[]) {
  return {
    videoId: video.videoId,
    file: file.path,
    key: video.key,
    index: folderOf(video.key),
    status: run.status,
    reason: run.reason,
    durationSec: video.durationSec ?? null,
    fps: video.fps ?? null,
    title: video.title ?? null,
    topics: video.topics ?? [],
    hashtags: video.hashtags ?? [],
    summary: video.summary ?? null,
    chapters: video.chapters ?? [],
    highlights: video.highlights ?? [],
    onScreenText: video.onScreenText ?? [],
    logos: video.logos ?? [],
    speech: video.speech ?? [],
    metadata: video.metadata ?? {},
    segmentCounts: { ...Object.fromEntries(COUNTED.map((option) => [option, 0])), ...video.segmentCounts },
    bedrockCalls: bedrockCalls(`s3://${video.bucket}/${video.key}`, run, ledger),
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

export type VideoDocument = ReturnType<typeof videoDocument>;

/** Counted where they are billed, in the Bedrock stand-in, not where they are made: those during the run. */
function bedrockCalls(uri: string, { createdAt, updatedAt }: RunItem, ledger: readonly LedgerEntry[]) {
  const mine = ledger.filter((entry) => entry.uri === uri && entry.at >= createdAt && entry.at <= updatedAt);
  return {
    invokeModel: mine.filter(({ operation }) => operation !== "StartAsyncInvoke").length,
    startAsyncInvoke: mine.filter(({ operation }) => operation === "StartAsyncInvoke").length,
  };
}

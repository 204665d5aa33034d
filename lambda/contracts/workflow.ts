import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";
import { Reason } from "./reason.ts";

/**
 * What passes between the states of the workflow: pointers only, because a state carries at most 256 KiB.
 */

const branded = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/**
 * Input of an execution. Only stable fields: the same name with another input would be refused, and a duplicate event
 * must give the same text.
 */
export const RunInput = z.object({
  runId: branded<RunId>(),
  videoId: branded<VideoId>(),
  indexId: branded<IndexId>(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  etag: z.string(),
  sizeBytes: z.number(),
  /** Hash of models, prompts and options. */
  profile: z.string(),
  /** Count of the processings of this version with this profile, from 1. */
  generation: z.int().positive(),
});
export type RunInput = z.infer<typeof RunInput>;

/** A piece of a video that one model call takes. A video within the limits is one part. */
export const Part = z.object({
  index: z.int().nonnegative(),
  bucket: z.string(),
  key: z.string(),
  /** Where the part begins in the video, seconds. */
  offsetSec: z.number().nonnegative(),
  durationSec: z.number().positive(),
  hasAudio: z.boolean(),
});
export type Part = z.infer<typeof Part>;

/** What a model has to do for a run: its parts, or the reason why it can do nothing. */
export const Plan = z.object({ parts: z.array(Part), reason: Reason.nullable() });
export type Plan = z.infer<typeof Plan>;

/** Output of Probe. `rejected` ends the run before any paid call. */
export const Probed = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("accepted"),
    durationSec: z.number().positive(),
    analyze: Plan,
    embed: Plan,
  }),
  z.object({ outcome: z.literal("rejected"), reason: Reason }),
]);
export type Probed = z.infer<typeof Probed>;

/** Output of the analyze lane for one part: where the model's answer was kept. */
export const Answered = z.object({
  part: Part,
  /** Keys of the stored answers in the work bucket: one, or several smaller ones when the first was cut. */
  answerKeys: z.array(z.string()).min(1),
});
export type Answered = z.infer<typeof Answered>;

export const StitchInput = z.object({
  run: RunInput,
  durationSec: z.number().positive(),
  answers: z.array(Answered).min(1),
});
export type StitchInput = z.infer<typeof StitchInput>;

/** Output of Stitch: where the analysis of the whole video stands. */
export const Stitched = z.object({ analysisKey: z.string() });
export type Stitched = z.infer<typeof Stitched>;

/** Output of the embed lane for one part. */
export const Started = z.object({ part: Part, invocationArn: z.string(), outputPrefix: z.string() });
export type Started = z.infer<typeof Started>;

/** Payload of AwaitOutput; `turn` counts the five-minute waits. */
export const AwaitInput = z.object({ taskToken: z.string(), run: RunInput, started: Started });
export type AwaitInput = z.infer<typeof AwaitInput>;

/** Output of AwaitOutput: the finished output file. */
export const OutputReady = z.object({ part: Part, bucket: z.string(), key: z.string() });
export type OutputReady = z.infer<typeof OutputReady>;

export const CollectInput = z.object({
  run: RunInput,
  durationSec: z.number().positive(),
  output: OutputReady,
});
export type CollectInput = z.infer<typeof CollectInput>;

/** Segments stored, per embedding option (clip scope). */
export const SegmentCounts = z.record(z.string(), z.number());
export type SegmentCounts = z.infer<typeof SegmentCounts>;

export const Collected = z.object({ segmentCounts: SegmentCounts });
export type Collected = z.infer<typeof Collected>;

/** Step Functions gives null, or nothing at all, for an error without a name or a cause. */
const errorText = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

/** What Step Functions puts into `$states.errorOutput`. */
export const StateError = z.object({ Error: errorText, Cause: errorText });
export type StateError = z.infer<typeof StateError>;

/** How a branch of the run ended. `missing` was planned away, `failed` broke. */
export const AnalyzeOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("done"), analysisKey: z.string() }),
  z.object({ outcome: z.literal("missing"), reason: Reason }),
  z.object({ outcome: z.literal("failed"), error: StateError }),
]);
export type AnalyzeOutcome = z.infer<typeof AnalyzeOutcome>;

export const EmbedOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("done"), collected: z.array(Collected).min(1) }),
  z.object({ outcome: z.literal("missing"), reason: Reason }),
  z.object({ outcome: z.literal("failed"), error: StateError }),
]);
export type EmbedOutcome = z.infer<typeof EmbedOutcome>;

/** Payload of the states that close a run: Finalize, Reject and Fail. */
export const FinalizeInput = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("finished"), run: RunInput, analyze: AnalyzeOutcome, embed: EmbedOutcome }),
  z.object({ outcome: z.literal("rejected"), run: RunInput, reason: Reason }),
  z.object({ outcome: z.literal("failed"), run: RunInput, error: StateError }),
]);
export type FinalizeInput = z.infer<typeof FinalizeInput>;

/** Statuses of a run. All but the first two are final. */
export const RunStatus = z.enum([
  "QUEUED",
  "PROCESSING",
  "READY",
  "PARTIAL",
  "REJECTED",
  "FAILED",
  "SUPERSEDED",
  "DELETED",
]);
export type RunStatus = z.infer<typeof RunStatus>;

/** Output of the closing states, and the detail of the event `Run ended` (source `reelbase`). */
export const RunEnded = z.object({
  runId: branded<RunId>(),
  videoId: branded<VideoId>(),
  indexId: branded<IndexId>(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  status: RunStatus,
  reason: Reason.nullable(),
});
export type RunEnded = z.infer<typeof RunEnded>;

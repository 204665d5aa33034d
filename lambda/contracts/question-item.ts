import * as z from "zod";
import type { VideoId } from "../keys.ts";
import { FinishReason } from "./pegasus.ts";

/** What was asked for: `text` is an open question, the others are fields of the analysis. */
export const QuestionKind = z.enum(["gist", "summary", "chapters", "highlights", "text"]);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** What a model answered to a question, over all parts of the video. */
export const QuestionAnswer = z.object({
  /** The text; for fields of the analysis the JSON of those fields, read and tidied. */
  message: z.string(),
  /** `length`: the model, or one of its answers for a part, was cut. */
  finishReason: FinishReason,
  outputTokens: z.number(),
  /** False when the message does not follow the form that was asked for. */
  isOfForm: z.boolean(),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;

/** A question about one version of a video, and its answer once there is one. Times are ISO 8601 in UTC. */
export const QuestionItem = z.object({
  videoId: z.string().min(1) as unknown as z.ZodType<VideoId, VideoId>,
  kind: QuestionKind,
  /** Of all that shapes the answer: see `questionHash`. */
  hash: z.string(),
  versionId: z.string(),
  modelId: z.string(),
  /** The whole text that the model was given. It is the user's: shown to nobody but readers of the table. */
  prompt: z.string(),
  temperature: z.number(),
  maxOutputTokens: z.number(),
  /** The JSON Schema of the answer as text, because a map in DynamoDB is at most 32 levels deep. */
  schema: z.string().optional(),
  /** Billed calls that were made for it. */
  calls: z.int(),
  createdAt: z.string(),
  answer: QuestionAnswer.optional(),
  answeredAt: z.string().optional(),
});
export type QuestionItem = z.infer<typeof QuestionItem>;

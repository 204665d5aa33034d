import * as z from "zod";
import { storable } from "../../domain/answer-text.ts";
import { VideoIdParameter } from "../../query/http/ids.ts";
import type { FinishReason } from "../pegasus.ts";
import { withoutNulls } from "./nulls.ts";

/** Fields that the questions of several operations share. Bounds that belong to the model are checked with it. */
export const Prompt = z
  .string()
  .refine((text) => text.trim() !== "", { error: "it is empty" })
  // It is kept with its answer, and the table refuses what is no text in UTF-8.
  .transform(storable);
export const Temperature = z.number().min(0).max(1);
export const MaxTokens = z.int().min(1);
export const ResponseFormat = z.strictObject({
  type: z.literal("json_schema"),
  json_schema: z.record(z.string(), z.unknown()),
});

/** How newer clients name a video. Assets are the videos of the library; others would have to be uploaded first. */
const Video = z.strictObject({
  type: z.literal("asset_id", { error: "use asset_id: only videos of the library are analyzed" }),
  asset_id: VideoIdParameter,
});

/** Body of POST /generate (v1.2) and POST /analyze (v1.3), which differ in the default of `stream` alone. */
export const GenerateRequest = withoutNulls(
  z
    .strictObject({
      /** The deployment has one model that analyzes: another one that is named here changes nothing. */
      model_name: z
        .string()
        .regex(/^pegasus/i, { error: "only Pegasus analyzes" })
        .optional(),
      video_id: VideoIdParameter.optional(),
      video: Video.optional(),
      prompt: Prompt,
      temperature: Temperature.optional(),
      stream: z.boolean().optional(),
      max_tokens: MaxTokens.optional(),
      response_format: ResponseFormat.optional(),
    })
    .transform(({ model_name: _, video_id, video, ...asked }, context) => {
      const id = video_id ?? video?.asset_id;
      if (id !== undefined) return { ...asked, video_id: id };
      context.issues.push({ code: "invalid_type", expected: "string", path: ["video_id"], input: undefined });
      return z.NEVER;
    }),
);
export type GenerateRequest = z.infer<typeof GenerateRequest>;

/** As the model's service counted the answer; a guess where it did not. */
export interface TokenUsage {
  readonly output_tokens: number;
}

export interface GenerateResponse {
  readonly id: string;
  readonly data: string;
  readonly finish_reason: FinishReason;
  readonly usage: TokenUsage;
}

/** What is wrong with an answer whose first bytes are with the caller already. */
export interface StreamError {
  readonly code: string;
  readonly message: string;
}

/** The lines of a streamed answer. The last one is `stream_end`, or `stream_error` when there is no whole answer. */
export type StreamEvent =
  | { readonly event_type: "stream_start"; readonly metadata: { readonly generation_id: string } }
  | { readonly event_type: "text_generation"; readonly text: string }
  | {
      readonly event_type: "stream_end";
      readonly finish_reason: FinishReason;
      readonly metadata: { readonly generation_id: string; readonly usage: TokenUsage };
      /** The answer is whole, but does not follow `response_format`. */
      readonly error?: StreamError;
    }
  | { readonly event_type: "stream_error"; readonly error: StreamError };

/** Media type of a streamed answer: one JSON document a line. */
export const STREAM_TYPE = "application/x-ndjson";

const NOT_ASCII = /[^\n -~]/g;

/**
 * One line. All but ASCII is escaped, because clients decode every piece that they receive by itself, and the network
 * may cut pieces inside a sign of several bytes.
 */
export function streamLine(event: StreamEvent): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `${JSON.stringify(event).replace(NOT_ASCII, escaped)}\n`;
}

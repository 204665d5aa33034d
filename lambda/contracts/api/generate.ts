import * as z from "zod";
import { VideoIdParameter } from "../../query/http/ids.ts";
import type { FinishReason } from "../pegasus.ts";

/** Fields that the questions of several operations share. Bounds that belong to the model are checked with it. */
export const Prompt = z.string().refine((text) => text.trim() !== "", { error: "it is empty" });
export const Temperature = z.number().min(0).max(1);
export const MaxTokens = z.int().min(1);
export const ResponseFormat = z.strictObject({
  type: z.literal("json_schema"),
  json_schema: z.record(z.string(), z.unknown()),
});

/** Body of POST /generate (v1.2) and POST /analyze (v1.3), which differ in the default of `stream` alone. */
export const GenerateRequest = z.strictObject({
  video_id: VideoIdParameter,
  prompt: Prompt,
  temperature: Temperature.optional(),
  stream: z.boolean().optional(),
  max_tokens: MaxTokens.optional(),
  response_format: ResponseFormat.optional(),
});
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

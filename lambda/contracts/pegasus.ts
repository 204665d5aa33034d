import * as z from "zod";
import type { MediaSource } from "./media-source.ts";
import { describeIssues, UnexpectedShape } from "./unexpected-shape.ts";

/** A JSON Schema inside the subset that Pegasus takes; `pegasusSchema` in analysis.ts builds them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What Pegasus is asked about one video. */
export interface PegasusQuestion {
  /** At most as many tokens as the model's `maxPromptTokens`. */
  readonly prompt: string;
  readonly media: MediaSource;
  /** 0 to 1. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** The form of the answer; null asks for plain text. */
  readonly schema: JsonSchema | null;
}

/** Body of InvokeModel for Pegasus 1.2, and for the general mode of 1.5. */
export interface PegasusRequest {
  readonly inputPrompt: string;
  readonly mediaSource: MediaSource;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly responseFormat?: { readonly jsonSchema: JsonSchema };
}

export function pegasusRequest(question: PegasusQuestion): PegasusRequest {
  const { prompt, media, temperature, maxOutputTokens, schema } = question;
  return {
    inputPrompt: prompt,
    mediaSource: media,
    temperature,
    maxOutputTokens,
    ...(schema ? { responseFormat: { jsonSchema: schema } } : {}),
  };
}

/** `stop`: the answer is whole; `length`: it was cut. */
export const FinishReason = z.enum(["stop", "length"]);
export type FinishReason = z.infer<typeof FinishReason>;

/** What Pegasus answered. With a schema the message is the text of a JSON document, if all went well. */
export const PegasusAnswer = z.object({ message: z.string().min(1), finishReason: FinishReason });
export type PegasusAnswer = z.infer<typeof PegasusAnswer>;

/** 1.2 says `finishReason`, 1.5 and every stream say `stopReason`. */
const Response = z
  .object({ message: z.unknown(), finishReason: z.unknown(), stopReason: z.unknown() })
  .partial()
  .transform(({ message, finishReason, stopReason }) => ({
    message,
    finishReason: finishReason ?? stopReason,
  }))
  .pipe(PegasusAnswer);

/** @throws UnexpectedShape when the message is empty or missing, or the reason for its end is none that we know */
export function parsePegasusResponse(body: unknown): PegasusAnswer {
  const parsed = Response.safeParse(body);
  if (!parsed.success) throw new UnexpectedShape(`answer of Pegasus: ${describeIssues(parsed.error)}`);
  return parsed.data;
}

/** One chunk of a streamed answer; the deltas join to the message, the reason stands on the last chunk. */
export interface PegasusChunk {
  readonly delta: string;
  readonly finishReason: FinishReason | null;
}

const Chunk = z.object({
  message: z.string().default(""),
  // Empty until the last chunk.
  stopReason: z.union([FinishReason, z.literal("")]).nullish(),
  finishReason: z.union([FinishReason, z.literal("")]).nullish(),
});

/** @throws UnexpectedShape */
export function parsePegasusChunk(chunk: unknown): PegasusChunk {
  const parsed = Chunk.safeParse(chunk);
  if (!parsed.success) throw new UnexpectedShape(`chunk of Pegasus: ${describeIssues(parsed.error)}`);
  const { message, stopReason, finishReason } = parsed.data;
  return { delta: message, finishReason: stopReason || finishReason || null };
}

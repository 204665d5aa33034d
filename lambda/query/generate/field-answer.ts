import { ApiError } from "../../contracts/api/error.ts";
import type { TokenUsage } from "../../contracts/api/generate.ts";
import type { AnalysisRecord, VideoItem } from "../../contracts/items.ts";
import { type FieldKind, fieldQuestion, storedFields } from "../../domain/questions/field-question.ts";
import type { ApiContext } from "../http/api.ts";
import { ask } from "./ask.ts";
import { type AskPorts, asked } from "./asked.ts";
import { partsOf } from "./video.ts";

/** What a caller may wish about a field; what is left out is as the pipeline asks. */
export interface FieldParameters {
  readonly prompt?: string | undefined;
  readonly temperature?: number | undefined;
  readonly max_tokens?: number | undefined;
}

export interface FieldAnswer {
  readonly id: string;
  readonly fields: AnalysisRecord;
  readonly usage: TokenUsage;
}

/** What the pipeline found, or undefined for a video whose analysis failed or was not possible. */
export const storedAnalysis = (video: VideoItem): AnalysisRecord | undefined =>
  video.title === undefined ? undefined : video;

/** Asks for fields of the analysis, once. @throws ApiError as `ask`, and `answer_invalid` */
export async function fieldAnswer(
  ports: AskPorts,
  context: ApiContext,
  video: VideoItem,
  kind: FieldKind,
  { prompt, temperature, max_tokens }: FieldParameters,
): Promise<FieldAnswer> {
  const { model, settings } = ports;
  const question = fieldQuestion(kind, {
    extraPrompt: settings.extraPrompt,
    prompt,
    temperature: temperature ?? settings.temperature,
    maxOutputTokens: max_tokens ?? settings.maxOutputTokens,
  });
  const log = context.var.log.with({ videoId: video.videoId });
  const ready = asked(ports, video, partsOf(video, model), question, log);
  const answer = await ask(ports, ready);
  if (!answer.isOfForm) throw new ApiError("answer_invalid", "The model's answer cannot be read.");
  return {
    id: ready.id,
    fields: storedFields(answer.message),
    usage: { output_tokens: answer.outputTokens },
  };
}

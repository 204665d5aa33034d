import { ApiError } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import type { Settings } from "../../contracts/settings.ts";
import {
  answerIdOf,
  guessTokens,
  type Question,
  type QuestionPart,
  questionHash,
} from "../../domain/questions/question.ts";
import { versionHashOf } from "../../keys.ts";
import type { AnalysisModel } from "../../models.ts";
import type { Clock, Log } from "../../ports.ts";
import type { QuestionAddress, Questions, Sleep, StreamingAnalysis } from "../ports.ts";

export interface AskPorts {
  readonly questions: Questions;
  readonly analysis: StreamingAnalysis;
  readonly model: AnalysisModel;
  readonly settings: Settings;
  readonly accountId: string;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** A question about a video, ready to be asked. */
export interface Asked {
  readonly id: string;
  readonly address: QuestionAddress;
  readonly video: VideoItem;
  readonly parts: readonly QuestionPart[];
  readonly question: Question;
  readonly log: Log;
}

/** @throws ApiError `token_limit_exceeded`, `parameter_invalid` for what the model does not take */
export function asked(
  { model }: Pick<AskPorts, "model">,
  video: VideoItem,
  parts: readonly QuestionPart[],
  question: Question,
  log: Log,
): Asked {
  const { maxPromptTokens, minOutputTokens, maxOutputTokens, name } = model;
  if (guessTokens(question.prompt) > maxPromptTokens)
    throw new ApiError(
      "token_limit_exceeded",
      `The prompt is longer than the ${maxPromptTokens} tokens that ${name} takes.`,
    );
  if (question.maxOutputTokens < minOutputTokens || question.maxOutputTokens > maxOutputTokens)
    throw new ApiError(
      "parameter_invalid",
      `The max_tokens parameter is invalid: ${name} takes ${minOutputTokens} to ${maxOutputTokens}.`,
    );
  const hash = questionHash(video, model.key, parts, question);
  const address = { videoId: video.videoId, kind: question.kind, hash, version: versionHashOf(video) };
  return { id: answerIdOf(hash), address, video, parts, question, log };
}

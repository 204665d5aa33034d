import { Hono } from "hono";
import type { TokenUsage } from "../contracts/api/generate.ts";
import {
  chaptersResponse,
  highlightsResponse,
  SummarizeRequest,
  type SummarizeType,
  summaryResponse,
} from "../contracts/api/summarize.ts";
import type { AnalysisRecord, VideoItem } from "../contracts/items.ts";
import type { Settings } from "../contracts/settings.ts";
import type { FieldKind } from "../domain/questions/field-question.ts";
import { answerIdOf, guessTokens } from "../domain/questions/question.ts";
import { ask } from "./generate/ask.ts";
import { fieldAnswer, storedAnalysis } from "./generate/field-answer.ts";
import { retryAfter } from "./generate/retry-after.ts";
import { NOT_OF_FORM } from "./generate/stream.ts";
import { finishedVideo } from "./generate/video.ts";
import { type GeneratePorts, openAsked } from "./generate.ts";
import { type Api, type ApiContext, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";

interface Kind {
  readonly kind: Exclude<FieldKind, "gist">;
  readonly respond: (id: string, fields: AnalysisRecord, usage: TokenUsage) => object;
}

const KINDS: Readonly<Record<SummarizeType, Kind>> = {
  summary: {
    kind: "summary",
    respond: (id, { summary = "" }, usage) => summaryResponse(id, summary, usage),
  },
  chapter: { kind: "chapters", respond: chaptersResponse },
  highlight: { kind: "highlights", respond: highlightsResponse },
};

/**
 * POST /summarize: without wishes what the pipeline found, without a call; with a prompt or other parameters one call
 * for this field alone, whose answer is read and clamped as the pipeline does it.
 */
export function summarizeRoutes(ports: GeneratePorts): Api {
  return new Hono<ApiEnv>({ strict: false }).post(
    "/summarize",
    retryAfter,
    needs("read"),
    async (context) => {
      const request = await jsonBody(context.req, SummarizeRequest);
      if (request.response_format) return context.json(await formed(ports, context, request));
      const video = await finishedVideo(ports.library, context.var.caller, request.video_id);
      return context.json(await summarized(ports, context, video, request));
    },
  );
}

async function summarized(
  ports: GeneratePorts,
  context: ApiContext,
  video: VideoItem,
  request: SummarizeRequest,
) {
  const { kind, respond } = KINDS[request.type];
  const stored = hasWishes(request, ports.settings) ? undefined : storedAnalysis(video);
  if (stored) {
    const id = answerIdOf(request.type, video.videoId, video.versionId);
    return respond(id, stored, {
      output_tokens: guessTokens(JSON.stringify(stored[kind] ?? "")),
    });
  }
  const { id, fields, usage } = await fieldAnswer(ports, context, video, kind, request);
  return respond(id, fields, usage);
}

/** Whether anything is asked for that the pipeline did not ask for. */
function hasWishes({ prompt, temperature, max_tokens }: SummarizeRequest, settings: Settings): boolean {
  return (
    prompt !== undefined ||
    (temperature ?? settings.temperature) !== settings.temperature ||
    (max_tokens ?? settings.maxOutputTokens) !== settings.maxOutputTokens
  );
}

/** A summary in the caller's own form. @throws ApiError `answer_invalid` */
async function formed(ports: GeneratePorts, context: ApiContext, request: SummarizeRequest) {
  const { type: _, prompt = "", ...parameters } = request;
  const wish = "Summarize the video in the JSON form that is asked for.";
  const question = await openAsked(ports, context, { ...parameters, prompt: `${wish}\n${prompt}`.trim() });
  const answer = await ask(ports, question);
  if (!answer.isOfForm) throw NOT_OF_FORM;
  return summaryResponse(question.id, answer.message, { output_tokens: answer.outputTokens });
}

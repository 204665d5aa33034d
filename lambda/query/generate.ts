import { Hono } from "hono";
import { ApiError } from "../contracts/api/error.ts";
import { GenerateRequest, type GenerateResponse } from "../contracts/api/generate.ts";
import type { QuestionAnswer } from "../contracts/question-item.ts";
import { openQuestion } from "../domain/questions/open-question.ts";
import type { Matches } from "../domain/questions/schema-check.ts";
import { schemaFault } from "../domain/questions/schema-subset.ts";
import { ask } from "./generate/ask.ts";
import { type Asked, type AskPorts, asked } from "./generate/asked.ts";
import { retryAfter } from "./generate/retry-after.ts";
import { NOT_OF_FORM, streamed } from "./generate/stream.ts";
import { finishedVideo, partsOf } from "./generate/video.ts";
import { type Api, type ApiContext, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";
import type { Library } from "./ports.ts";

export interface GeneratePorts extends AskPorts {
  readonly library: Pick<Library, "video">;
  /** A new matcher, for one answer. */
  readonly matcher: () => Matches;
}

/** Open-ended questions: POST /generate as in v1.2, POST /analyze as in v1.3, where streaming is the default. */
export function generateRoutes(ports: GeneratePorts): Api {
  return new Hono<ApiEnv>({ strict: false })
    .post("/generate", retryAfter, needs("read"), (context) => generate(ports, context, false))
    .post("/analyze", retryAfter, needs("read"), (context) => generate(ports, context, true));
}

async function generate(
  ports: GeneratePorts,
  context: ApiContext,
  streamsByDefault: boolean,
): Promise<Response> {
  const request = await jsonBody(context.req, GenerateRequest);
  const question = await openAsked(ports, context, request);
  if (request.stream ?? streamsByDefault) return streamed(ports, question);
  return context.json(generateResponse(question.id, await ask(ports, question)));
}

/** What is asked in the caller's own words. @throws ApiError for a video or parameters that the model does not take */
export async function openAsked(
  ports: Pick<GeneratePorts, "library" | "model" | "settings" | "matcher">,
  context: ApiContext,
  request: Omit<GenerateRequest, "stream">,
): Promise<Asked> {
  const { model, settings, matcher, library } = ports;
  const schema = request.response_format?.json_schema ?? null;
  const fault = schema && schemaFault(schema);
  if (fault)
    throw new ApiError("parameter_invalid", `The response_format.json_schema parameter is invalid ${fault}.`);
  const video = await finishedVideo(library, context.var.caller, request.video_id);
  const question = openQuestion(
    {
      prompt: request.prompt,
      temperature: request.temperature ?? settings.temperature,
      maxOutputTokens: request.max_tokens ?? settings.maxOutputTokens,
      schema,
    },
    matcher(),
  );
  return asked(
    ports,
    video,
    partsOf(video, model),
    question,
    context.var.log.with({ videoId: video.videoId }),
  );
}

/** @throws ApiError `answer_invalid` */
function generateResponse(id: string, answer: QuestionAnswer): GenerateResponse {
  if (!answer.isOfForm) throw NOT_OF_FORM;
  const { message, finishReason, outputTokens } = answer;
  return { id, data: message, finish_reason: finishReason, usage: { output_tokens: outputTokens } };
}

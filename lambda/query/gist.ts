import { Hono } from "hono";
import { GistRequest, gistResponse } from "../contracts/api/gist.ts";
import { answerIdOf, guessTokens } from "../domain/questions/question.ts";
import { fieldAnswer, storedAnalysis } from "./generate/field-answer.ts";
import { retryAfter } from "./generate/retry-after.ts";
import { finishedVideo } from "./generate/video.ts";
import type { GeneratePorts } from "./generate.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";

/**
 * POST /gist: title, topics and hashtags, as the pipeline found them, without a call. A video that has no analysis (one
 * model had failed) is asked about once. The id is made from the video's version and what is asked, so that the same
 * request has the same one.
 */
export function gistRoutes(ports: Omit<GeneratePorts, "matcher">): Api {
  return new Hono<ApiEnv>({ strict: false }).post("/gist", retryAfter, needs("read"), async (context) => {
    const { video_id, types } = await jsonBody(context.req, GistRequest);
    const video = await finishedVideo(ports.library, context.var.caller, video_id);
    const id = answerIdOf("gist", video.videoId, video.versionId, ...[...types].sort());
    const stored = storedAnalysis(video);
    if (stored) {
      const { title = "", topics = [], hashtags = [] } = stored;
      const output_tokens = guessTokens([title, ...topics, ...hashtags].join(" "));
      return context.json(gistResponse(id, types, stored, { output_tokens }));
    }
    const { fields, usage } = await fieldAnswer(ports, context, video, "gist", {});
    return context.json(gistResponse(id, types, fields, usage));
  });
}

import { Hono } from "hono";
import { ApiError } from "../contracts/api/error.ts";
import { spanAnswer, UpdateVideoBody, videoAnswer } from "../contracts/api/video.ts";
import { VIDEO_FIELDS } from "../domain/video-filter.ts";
import { type Api, type ApiContext, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";
import { listQuery } from "./http/list-query.ts";
import { parseParameters } from "./http/parameters.ts";
import { queryString } from "./http/query-string.ts";
import { textStream } from "./http/text-stream.ts";
import { visibleIndex } from "./indexes/visible-index.ts";
import { listVideos } from "./videos/list-videos.ts";
import { removeVideo } from "./videos/remove-video.ts";
import { askedOptions, ShowVideoQuery, withEmbeddings } from "./videos/show-embeddings.ts";
import { contextOf } from "./videos/show-video.ts";
import { updateVideo } from "./videos/update-video.ts";
import { TextsQuery, videoTexts } from "./videos/video-texts.ts";
import type { VideosPorts } from "./videos/videos-ports.ts";
import { visibleVideo } from "./videos/visible-video.ts";

const VIDEO = "/indexes/:indexId/videos/:videoId";

/** Videos of an index: listing, showing, what a person says about one, and removing it everywhere. */
export function videosRoutes(ports: VideosPorts): Api {
  const texts = (field: Parameters<typeof videoTexts>[1]) => async (context: ApiContext) => {
    const query = parseParameters(TextsQuery, queryString(context.req));
    return context.json(videoTexts(await visibleVideo(ports, context), field, query));
  };
  return (
    new Hono<ApiEnv>({ strict: false })
      .get("/indexes/:indexId/videos", needs("read"), async (context) => {
        const { indexId } = await visibleIndex(ports, context);
        return context.json(await listVideos(ports, indexId, listQuery(context.req, VIDEO_FIELDS)));
      })
      .get(VIDEO, needs("read"), (context) => showVideo(ports, context))
      // The same merge under both names: the client of v1.2 calls it PUT, that of v1.3 PATCH.
      .on(["PUT", "PATCH"], VIDEO, needs("write"), async (context) => {
        const video = await visibleVideo(ports, context);
        await updateVideo(ports, video, await jsonBody(context.req, UpdateVideoBody));
        return context.body(null, 204);
      })
      .delete(VIDEO, needs("write"), async (context) => {
        await removeVideo(ports, await visibleVideo(ports, context));
        return context.body(null, 204);
      })
      .get(`${VIDEO}/transcription`, needs("read"), texts("speech"))
      .get(`${VIDEO}/text-in-video`, needs("read"), texts("onScreenText"))
      .get(`${VIDEO}/logo`, needs("read"), texts("logos"))
      .get(`${VIDEO}/thumbnail`, needs("read"), () => {
        throw new ApiError("endpoint_not_exists", "There are no thumbnails: nothing here decodes pictures.");
      })
  );
}

async function showVideo(ports: VideosPorts, context: ApiContext): Promise<Response> {
  const query = parseParameters(ShowVideoQuery, queryString(context.req));
  const video = await visibleVideo(ports, context);
  const answer = {
    ...videoAnswer(video, contextOf(ports, video)),
    ...(query.transcription === true ? { transcription: (video.speech ?? []).map(spanAnswer) } : {}),
  };
  const options = askedOptions(query);
  const { currentRunId } = video;
  if (options === undefined || currentRunId === undefined) return context.json(answer);
  return textStream(withEmbeddings(ports, answer, { ...video, currentRunId }, options), "application/json");
}

import * as z from "zod";
import { instantOf } from "../../domain/instant.ts";
import type { VideoId } from "../../keys.ts";
import { VideoIdParameter } from "../../query/http/ids.ts";
import type { EmbedTaskItem, TaskSegmentation } from "../embed-task-item.ts";
import { EmbedMediaSource, ModelName } from "./embed.ts";
import { formList, formNumber } from "./form-fields.ts";
import { PageParameters } from "./paging.ts";

/** Where the media of a task come from, in our words. */
export type TaskMedia =
  | { readonly videoId: VideoId }
  | { readonly url: string }
  | { readonly base64: string }
  | { readonly file: Blob };

/** What is asked of a task, in the words of no version. What is left out has the default of the version. */
export interface TaskRequest {
  readonly kind: "video" | "audio";
  readonly media: TaskMedia;
  readonly startSec: number;
  readonly endSec?: number | undefined;
  readonly segmentation?: TaskSegmentation | undefined;
  readonly options?: readonly string[] | undefined;
  readonly scopes: readonly string[];
}

const Seconds = formNumber(z.number().min(0));
/** The platform's bounds of a fixed clip. */
const ClipLength = formNumber(z.number().min(2).max(10));
/** The platform calls the whole video `video` in v1.2 and v1.3, and `asset` in v2. */
const Scope = z.enum(["clip", "video", "asset"]).transform((scope) => (scope === "video" ? "asset" : scope));
const Option = z.string().min(1);

/** Body of POST /embed/tasks (v1.2 and v1.3). `video_id`, a video of the library, is ours. */
export const TaskForm = z
  .strictObject({
    engine_name: ModelName,
    model_name: ModelName,
    video_id: VideoIdParameter.optional(),
    video_url: z.string().min(1).optional(),
    video_file: z.instanceof(Blob).optional(),
    audio_url: z.string().min(1).optional(),
    audio_file: z.instanceof(Blob).optional(),
    video_start_offset_sec: Seconds.optional(),
    video_end_offset_sec: Seconds.optional(),
    video_clip_length: ClipLength.optional(),
    video_embedding_scope: formList(z.array(Scope).min(1)).optional(),
    video_embedding_option: formList(z.array(Option).min(1)).optional(),
    audio_start_offset_sec: Seconds.optional(),
    audio_end_offset_sec: Seconds.optional(),
    audio_clip_length: ClipLength.optional(),
  })
  .transform((form, context): TaskRequest => {
    const { video_id: videoId, video_url, video_file, audio_url, audio_file } = form;
    const media = [
      ...(videoId === undefined ? [] : [{ videoId }]),
      ...[video_url, audio_url].flatMap((url) => (url === undefined ? [] : [{ url }])),
      ...[video_file, audio_file].flatMap((file) => (file === undefined ? [] : [{ file }])),
    ];
    const [only, ...others] = media;
    if (only === undefined || others.length > 0) {
      context.issues.push({
        code: "custom",
        message: "exactly one of video_url, video_file, video_id, audio_url and audio_file is needed",
        path: ["video_url"],
        input: form,
      });
      return z.NEVER;
    }
    const isAudio = audio_url !== undefined || audio_file !== undefined;
    const clipLength = isAudio ? form.audio_clip_length : form.video_clip_length;
    return {
      kind: isAudio ? "audio" : "video",
      media: only,
      startSec: (isAudio ? form.audio_start_offset_sec : form.video_start_offset_sec) ?? 0,
      endSec: isAudio ? form.audio_end_offset_sec : form.video_end_offset_sec,
      segmentation: clipLength === undefined ? undefined : { method: "fixed", durationSec: clipLength },
      options: form.video_embedding_option,
      scopes: form.video_embedding_scope ?? ["clip"],
    };
  });

const Segmentation = z.discriminatedUnion("strategy", [
  z.strictObject({
    strategy: z.literal("dynamic"),
    dynamic: z.strictObject({ min_duration_sec: z.int().min(1).max(5) }),
  }),
  z.strictObject({
    strategy: z.literal("fixed"),
    fixed: z.strictObject({ duration_sec: z.int().min(1).max(10) }),
  }),
]);

const Timed = z.strictObject({
  media_source: EmbedMediaSource,
  start_sec: z.number().min(0).optional(),
  end_sec: z.number().min(0).optional(),
  segmentation: Segmentation.optional(),
  embedding_option: z.array(Option).min(1).optional(),
  embedding_scope: z.array(Scope).min(1).optional(),
});

/** Body of POST /embed-v2/tasks, and of POST /embed/tasks with an `input_type`. */
export const TaskV2 = z
  .discriminatedUnion("input_type", [
    z.strictObject({ input_type: z.literal("video"), model_name: ModelName, video: Timed }),
    z.strictObject({ input_type: z.literal("audio"), model_name: ModelName, audio: Timed }),
  ])
  .transform((body, context): TaskRequest => {
    const timed = body.input_type === "video" ? body.video : body.audio;
    const media = mediaOf(timed.media_source);
    if (media === undefined) {
      context.issues.push({
        code: "custom",
        message: "it is not the id of a video of the library",
        path: [body.input_type, "media_source", "asset_id"],
        input: body,
      });
      return z.NEVER;
    }
    const asked = timed.segmentation;
    return {
      kind: body.input_type,
      media,
      startSec: timed.start_sec ?? 0,
      endSec: timed.end_sec,
      segmentation:
        asked?.strategy === "fixed"
          ? { method: "fixed", durationSec: asked.fixed.duration_sec }
          : asked && { method: "dynamic", minDurationSec: asked.dynamic.min_duration_sec },
      options: timed.embedding_option,
      scopes: timed.embedding_scope ?? ["clip", "asset"],
    };
  });

function mediaOf({ base64_string: base64, url, asset_id }: EmbedMediaSource): TaskMedia | undefined {
  if (url !== undefined) return { url };
  if (base64 !== undefined) return { base64 };
  const { data: videoId } = VideoIdParameter.safeParse(asset_id);
  return videoId && { videoId };
}

const { page, page_limit } = PageParameters.shape;
const Instant = z.string().transform((text, context) => {
  const at = instantOf(text);
  if (at !== undefined) return at;
  context.issues.push({ code: "custom", message: "it is not an RFC 3339 time", input: text });
  return z.NEVER;
});

/** Query string of a list of tasks. */
export const TaskListQuery = z.strictObject({
  page,
  page_limit,
  status: z.enum(["processing", "ready", "failed"]).optional(),
  /** Tasks that were made from then on, and until then. */
  started_at: Instant.optional(),
  ended_at: Instant.optional(),
});

/** Query string of one task: only embeddings of these options are shown. */
export const TaskRetrieveQuery = z.strictObject({
  embedding_option: z.preprocess(
    (value) => (typeof value === "string" ? value.split(",") : value),
    z.array(Option).optional(),
  ),
});

/** `v2` is what `/embed-v2` speaks. */
export type TaskShape = "v1.2" | "v1.3" | "v2";
export type TaskStatus = "processing" | "ready" | "failed";

/** One embedding of a finished task. */
export interface TaskEmbedding {
  readonly vector: readonly number[];
  readonly option: string;
  readonly scope: string;
  readonly startSec: number;
  readonly endSec: number;
}

/** All but the embeddings. */
export function taskHead(task: EmbedTaskItem, status: TaskStatus, modelName: string) {
  return {
    _id: task.taskId,
    status,
    engine_name: modelName,
    model_name: modelName,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    ...(task.failure === undefined ? {} : { error_message: task.failure }),
  };
}

/** What was asked for; v1.3 and v2 spell it differently. */
export function taskMetadata(task: EmbedTaskItem, shape: TaskShape) {
  const { kind, options, scopes, startSec, endSec = null, segmentation } = task;
  const clip = segmentation?.method === "fixed" ? segmentation.durationSec : null;
  if (shape === "v2") {
    return {
      input_type: kind,
      clip_length: clip,
      embedding_scopes: scopes,
      embedding_options: options,
      duration: endSec === null ? 0 : endSec - startSec,
      start_offset_sec: startSec,
      end_offset_sec: endSec,
    };
  }
  return { [`${kind}_clip_length`]: clip, [`${kind}_embedding_scope`]: scopes.map(platformScope) };
}

const platformScope = (scope: string) => (scope === "asset" ? "video" : scope);

/** An embedding in the words of a version. */
export function taskSegment({ vector, option, scope, startSec, endSec }: TaskEmbedding, shape: TaskShape) {
  if (shape === "v2") {
    return {
      embedding: vector,
      embedding_option: option,
      embedding_scope: scope,
      start_sec: startSec,
      end_sec: endSec,
    };
  }
  const place = {
    embedding_option: option,
    embedding_scope: platformScope(scope),
    start_offset_sec: startSec,
    end_offset_sec: endSec,
  };
  return shape === "v1.2" ? { ...place, embedding: { float: vector } } : { ...place, float: vector };
}

import type { Caller } from "../../contracts/api/caller.ts";
import type { TaskMedia, TaskRequest } from "../../contracts/api/embed-task.ts";
import { ApiError, notFound } from "../../contracts/api/error.ts";
import type { EmbedTaskItem, TaskSource } from "../../contracts/embed-task-item.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { inlineMedia, s3Media } from "../../contracts/media-source.ts";
import type { Settings } from "../../contracts/settings.ts";
import { violations } from "../../domain/media-limits.ts";
import { type FetchHost, judgeUrl } from "../../domain/url-rules.ts";
import { hashOf, s3Uri, VIDEOS_PREFIX, type VideoId, versionHashOf, videoIdOf } from "../../keys.ts";
import { modelFailure } from "../generate/model-failure.ts";
import { finishedVideo } from "../generate/video.ts";
import type { EmbedTasks, FetchRequests, Library } from "../ports.ts";
import { type StartTaskPorts, startInvocation } from "./start.ts";

export interface CreateTaskPorts extends StartTaskPorts {
  readonly tasks: EmbedTasks;
  readonly library: Pick<Library, "video">;
  readonly fetches: FetchRequests;
  readonly settings: Settings;
  readonly fetchHosts: readonly FetchHost[];
  readonly videosBucket: string;
}

/** Where the media are, what tells them from all others, and what only this request knows of them. */
interface Found {
  readonly source: TaskSource;
  readonly identity: string;
  readonly options: readonly string[];
  readonly url?: string;
  readonly base64?: string;
}

/**
 * The task for a request. The same media with the same parameters are the same task, which is paid for once; one that
 * failed is tried again.
 * @throws ApiError
 */
export async function createTask(
  ports: CreateTaskPorts,
  caller: Caller,
  request: TaskRequest,
): Promise<EmbedTaskItem> {
  checkRequest(ports, request);
  const found = await findMedia(ports, caller, request);
  const { kind, startSec, endSec, segmentation, scopes } = request;
  const parameters = { kind, options: [...found.options], scopes: [...scopes], startSec };
  const timed = { ...(endSec === undefined ? {} : { endSec }), ...(segmentation ? { segmentation } : {}) };
  const identity = JSON.stringify([ports.model.key, parameters, timed]);
  const now = new Date(ports.clock.now()).toISOString();
  const task: EmbedTaskItem = {
    taskId: hashOf("embed-task", found.identity, identity).slice(0, 24),
    source: found.source,
    ...parameters,
    ...timed,
    modelId: ports.model.modelId,
    attempt: 1,
    createdAt: now,
    updatedAt: now,
  };
  const current = await claimed(ports, task);
  if (current.invocationArn === undefined) await begin(ports, current, found);
  return current;
}

/** The task that stands, which is the one given when there was none, or a new attempt of a failed one. */
async function claimed({ tasks, settings }: CreateTaskPorts, task: EmbedTaskItem): Promise<EmbedTaskItem> {
  const before = await tasks.find(task.taskId);
  if (before && before.failure === undefined) return before;
  const attempt = (before?.attempt ?? 0) + 1;
  if (attempt > settings.invokeBudget)
    throw new ApiError("budget_exceeded", "This task has failed too often; it is not tried again.");
  const next = { ...task, attempt };
  return (await tasks.begin(next)) ? next : ((await tasks.find(task.taskId)) ?? next);
}

async function begin(ports: CreateTaskPorts, task: EmbedTaskItem, { url, base64 }: Found): Promise<void> {
  const { source } = task;
  try {
    if (source.type === "s3")
      await startInvocation(ports, task, s3Media(s3Uri(source.bucket, source.key), ports.accountId));
    if (base64 !== undefined) await startInvocation(ports, task, inlineMedia(base64));
    if (url !== undefined) await ports.fetches.send({ kind: "embed", taskId: task.taskId, url });
  } catch (error) {
    throw modelFailure(error);
  }
}

function checkRequest(
  { model }: CreateTaskPorts,
  { kind, startSec, endSec, options, scopes }: TaskRequest,
): void {
  const allowed = kind === "audio" ? model.audioOptions : model.embeddingOptions;
  const invalid = (field: string, why: string) =>
    new ApiError("parameter_invalid", `The ${field} parameter is invalid: ${why}.`);
  if (options?.some((option) => !allowed.includes(option)))
    throw invalid("embedding_option", `${model.name} has ${allowed.join(", ")} for ${kind}`);
  if (scopes.some((scope) => !model.scopes.includes(scope)))
    throw invalid("embedding_scope", `${model.name} has ${model.scopes.join(", ")}`);
  const { maxSeconds } = model.limits;
  if (startSec >= maxSeconds || (endSec ?? 0) > maxSeconds)
    throw invalid("offset", `${model.name} takes ${maxSeconds} seconds of ${kind}`);
  if (endSec !== undefined && endSec <= startSec) throw invalid("end offset", "it is not behind the start");
}

function findMedia(ports: CreateTaskPorts, caller: Caller, request: TaskRequest): Promise<Found> | Found {
  const { media } = request;
  const options = request.options ?? defaultOptions(ports, request.kind);
  if ("videoId" in media) return ofLibrary(ports, caller, request, media.videoId);
  if ("url" in media && media.url.startsWith("s3://"))
    return ofLibrary(ports, caller, request, videoAt(ports, media.url));
  if ("url" in media) return { ...ofAddress(ports, media.url), options };
  return inline(media, options);
}

const defaultOptions = ({ model, settings }: CreateTaskPorts, kind: TaskRequest["kind"]) =>
  kind === "audio" ? model.audioOptions : settings.embeddingOptions;

/** An object is one of the library, or none of ours. */
function videoAt({ videosBucket }: CreateTaskPorts, uri: string): VideoId {
  const prefix = `s3://${videosBucket}/`;
  const key = uri.slice(prefix.length);
  if (!uri.startsWith(prefix) || !key.startsWith(VIDEOS_PREFIX))
    throw new ApiError(
      "url_not_allowed",
      `Only objects below ${VIDEOS_PREFIX} of this library's bucket are read.`,
    );
  return videoIdOf(videosBucket, key);
}

async function ofLibrary(
  ports: CreateTaskPorts,
  caller: Caller,
  request: TaskRequest,
  videoId: VideoId,
): Promise<Found> {
  const video = await finishedVideo(ports.library, caller, videoId);
  const { bucket, key, indexId, currentRunId: runId } = video;
  const asked = request.options ?? defaultOptions(ports, request.kind);
  // What needs sound is not asked of a file without an audio track.
  const options = asked.filter(
    (option) => video.audioCodec !== undefined || !ports.model.audioOptions.includes(option),
  );
  if (options.length === 0)
    throw new ApiError("video_not_supported", "The video has no sound, and nothing else is asked for.");
  if (request.startSec > 0 && request.startSec >= (video.durationSec ?? Number.POSITIVE_INFINITY))
    throw new ApiError(
      "parameter_invalid",
      "The start offset parameter is invalid: the video ends before it.",
    );
  const version = versionHashOf(video);
  if (runId !== undefined && isStored(ports, request, video, options))
    return { source: { type: "stored", videoId, runId, indexId }, identity: `${version}#${runId}`, options };
  checkLimits(ports, video);
  return { source: { type: "s3", bucket, key, indexId }, identity: version, options };
}

/** Whether the segments that the pipeline stored are what is asked for. */
function isStored(
  { settings, model }: CreateTaskPorts,
  { kind, startSec, endSec, segmentation, scopes }: TaskRequest,
  { segmentCounts = {}, models = {} }: VideoItem,
  options: readonly string[],
): boolean {
  const isWhole = kind === "video" && startSec === 0 && endSec === undefined && segmentation === undefined;
  return (
    isWhole &&
    Object.values(models).includes(model.modelId) &&
    options.every((option) => (segmentCounts[option] ?? 0) > 0) &&
    scopes.every((scope) => settings.embeddingScopes.includes(scope))
  );
}

function checkLimits({ model }: CreateTaskPorts, video: VideoItem): void {
  const { sizeBytes, durationSec = 0, width = 0, height = 0 } = video;
  const [first] = violations({ sizeBytes, durationSec, width, height }, model.limits);
  if (first) throw new ApiError("video_not_supported", `${first.fact}; ${model.name} takes ${first.rule}.`);
}

function ofAddress({ fetchHosts }: CreateTaskPorts, url: string): Omit<Found, "options"> {
  const verdict = judgeUrl(url, fetchHosts);
  if (!verdict.allowed) throw new ApiError("url_not_allowed", verdict.fault);
  return { source: { type: "url", host: verdict.url.host }, identity: hashOf("url", url), url };
}

async function inline(
  media: Extract<TaskMedia, { base64: string } | { file: Blob }>,
  options: readonly string[],
) {
  const base64 =
    "base64" in media ? media.base64 : Buffer.from(await media.file.arrayBuffer()).toString("base64");
  if (base64 === "" || !BASE64.test(base64))
    throw new ApiError("parameter_invalid", "The media are empty, or not in base64.");
  return { source: { type: "inline" as const }, identity: hashOf("inline", base64), options, base64 };
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** @throws ApiError `resource_not_exists` for one of an index that the caller may not see, too */
export async function visibleTask(
  { tasks }: Pick<CreateTaskPorts, "tasks">,
  sees: (task: EmbedTaskItem) => boolean,
  taskId: string,
): Promise<EmbedTaskItem> {
  const task = await tasks.find(taskId);
  if (task === undefined || !sees(task)) throw notFound("embedding task", taskId);
  return task;
}

import type { EmbedTaskItem } from "../../lambda/contracts/embed-task-item.ts";
import type { FetchRequest } from "../../lambda/contracts/fetch-request.ts";
import type { VideoItem } from "../../lambda/contracts/items.ts";
import { encodeVector } from "../../lambda/domain/embedding.ts";
import { embedTaskMediaKey, indexIdOf } from "../../lambda/keys.ts";
import { embeddingModel } from "../../lambda/models.ts";
import type { AsyncStatus } from "../../lambda/ports.ts";
import { Throttled } from "../../lambda/ports.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { failEmbedTask, startEmbedTask } from "../../lambda/query/embed-tasks/start.ts";
import { type EmbedTaskPorts, embedTaskRoutes } from "../../lambda/query/embed-tasks.ts";
import type { EmbedTaskChange, EmbedTasks, StoredSegment } from "../../lambda/query/ports.ts";
import { someSettings } from "../factories.ts";
import { arnOf, MemoryObjects, manualClock, memoryLog } from "../fakes.ts";
import { answerOf, CALLER, READY } from "./questions.ts";

const MODEL = embeddingModel("marengo-3.0");
const VIDEO: VideoItem = {
  ...READY,
  audioCodec: "aac",
  models: { embed: MODEL.modelId },
  segmentCounts: { visual: 1, audio: 1, transcription: 1 },
};
const VECTOR = new Float32Array(512).fill(0);
VECTOR[0] = 1;

class MemoryTasks implements EmbedTasks {
  readonly items = new Map<string, EmbedTaskItem>();

  async find(taskId: string) {
    return this.items.get(taskId);
  }

  async *list() {
    yield* this.items.values();
  }

  async begin(task: EmbedTaskItem) {
    const before = this.items.get(task.taskId);
    if (before && before.failure === undefined) return false;
    this.items.set(task.taskId, task);
    return true;
  }

  async change({ taskId }: EmbedTaskItem, fields: EmbedTaskChange, updatedAt: string) {
    const before = this.items.get(taskId);
    if (before) this.items.set(taskId, { ...before, ...fields, updatedAt });
  }
}

function world(videos: readonly VideoItem[] = [VIDEO]) {
  const tasks = new MemoryTasks();
  const work = new MemoryObjects();
  const starts: { input: Readonly<Record<string, unknown>>; uri: string; token: string }[] = [];
  const fetched: FetchRequest[] = [];
  const clock = manualClock();
  const state: { status: AsyncStatus; refusal?: Error } = { status: { status: "InProgress" } };
  const ports: EmbedTaskPorts = {
    tasks,
    work,
    clock,
    library: { video: async (videoId) => videos.find((video) => video.videoId === videoId) },
    service: {
      start: async (input, uri, token) => {
        if (state.refusal) throw state.refusal;
        starts.push({ input, uri, token });
        return arnOf(starts.length);
      },
      status: async () => state.status,
    },
    segments: {
      async *segments(_video, _run, option = "visual"): AsyncGenerator<StoredSegment> {
        for (const scope of ["asset", "clip"])
          yield { option, scope, startSec: 0, endSec: 40, embedding: encodeVector(VECTOR) };
      },
    },
    fetches: { send: async (request) => void fetched.push(request) },
    model: MODEL,
    settings: someSettings({ invokeBudget: 2 }),
    fetchHosts: [],
    videosBucket: VIDEO.bucket,
    workBucket: "work",
    accountId: "111122223333",
  };
  const call = async (method: string, path: string, body?: FormData | object, caller = CALLER) => {
    const isForm = body instanceof FormData;
    const request = new Request(`http://api${path}`, {
      method,
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(isForm || body === undefined ? {} : { headers: { "content-type": "application/json" } }),
    });
    return queryApp([embedTaskRoutes(ports)])({ request, caller, requestId: "r", log: memoryLog() });
  };
  const post = async (body: FormData | object, path = "/v1.3/embed/tasks") =>
    ((await answerOf(await call("POST", path, body))).body as { _id: string })._id;
  const complete = async (taskId: string, items: readonly object[]) => {
    const uri = `s3://work/embed-tasks/${taskId}/output/${arnOf(1).slice(-12)}`;
    work.texts.set(`${uri.slice("s3://work/".length)}/output.json`, JSON.stringify({ data: items }));
    state.status = { status: "Completed", outputUri: uri, endedAtMs: clock.now() };
  };
  return { ports, tasks, work, starts, fetched, clock, state, call, post, complete };
}
function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
const item = (startSec: number, embeddingOption = "visual") => ({
  embedding: [...VECTOR].map((value) => value * 2),
  embeddingOption,
  embeddingScope: "clip",
  startSec,
  endSec: startSec + 6,
});

test("a video of the library whose segments fit is answered from them, without a call", async () => {
  const { call, post, starts } = world();
  const id = await post(
    form({ model_name: "marengo3.0", video_id: VIDEO.videoId, video_embedding_scope: "clip" }),
  );
  const { body } = await answerOf(await call("GET", `/v1.3/embed/tasks/${id}?embedding_option=visual`));
  expect(body).toMatchObject({
    _id: id,
    status: "ready",
    model_name: "marengo3.0",
    video_embedding: {
      metadata: { video_embedding_scope: ["clip"] },
      segments: [
        {
          float: [...VECTOR],
          embedding_option: "visual",
          embedding_scope: "clip",
          start_offset_sec: 0,
          end_offset_sec: 40,
        },
      ],
    },
  });
  expect((body as { video_embedding: { segments: unknown[] } }).video_embedding.segments).toHaveLength(1);
  expect(starts).toEqual([]);
});

test("other parameters cost one invocation, however often they are asked for", async () => {
  const { call, post, starts, complete } = world();
  const asked = {
    model_name: "marengo3.0",
    video_url: `s3://${VIDEO.bucket}/${VIDEO.key}`,
    video_clip_length: "6",
  };
  const id = await post(form(asked));
  expect(await post(form(asked))).toBe(id);
  expect(starts).toEqual([
    {
      input: {
        inputType: "video",
        video: expect.objectContaining({
          mediaSource: {
            s3Location: { uri: `s3://${VIDEO.bucket}/${VIDEO.key}`, bucketOwner: "111122223333" },
          },
          segmentation: { method: "fixed", fixed: { durationSec: 6 } },
          embeddingScope: ["clip"],
        }),
      },
      uri: `s3://work/embed-tasks/${id}/output`,
      token: expect.stringMatching(/^[\da-f]{64}$/),
    },
  ]);
  expect((await answerOf(await call("GET", `/v1.3/embed/tasks/${id}/status`))).body).toMatchObject({
    status: "processing",
  });
  await complete(id, [item(0), item(6)]);
  const v13 = (await answerOf(await call("GET", `/v1.3/embed/tasks/${id}`))).body;
  expect(v13).toMatchObject({
    status: "ready",
    video_embedding: { segments: [{ start_offset_sec: 0, float: [...VECTOR] }, { start_offset_sec: 6 }] },
  });
  expect((await answerOf(await call("GET", `/v1.2/embed/tasks/${id}`))).body).toMatchObject({
    video_embeddings: [{ embedding: { float: [...VECTOR] }, embedding_scope: "clip" }, {}],
    video_embedding: { segments: [{ float: [...VECTOR], embedding_scope: "clip" }, {}] },
  });
  expect((await answerOf(await call("GET", `/v1.3/embed-v2/tasks/${id}`))).body).toMatchObject({
    data: [{ embedding: [...VECTOR], embedding_option: "visual", start_sec: 0, end_sec: 6 }, {}],
    metadata: { input_type: "video", embedding_scopes: ["clip"] },
  });
});

test("a sound that was sent along is embedded as sound", async () => {
  const { post, starts } = world();
  const audio = { media_source: { base64_string: "c291bmQ=" }, embedding_option: ["audio"] };
  await post({ input_type: "audio", model_name: "marengo3.0", audio }, "/v1.3/embed-v2/tasks");
  expect(starts[0]?.input).toEqual({
    inputType: "audio",
    audio: {
      mediaSource: { base64String: "c291bmQ=" },
      startSec: 0,
      embeddingOption: ["audio"],
      embeddingType: ["separate_embedding"],
      embeddingScope: ["clip", "asset"],
    },
  });
});

test("a file of a form is sent along", async () => {
  const { post, starts } = world();
  await post(
    form({ engine_name: "marengo3.0", video_file: new Blob(["film"]), video_start_offset_sec: "2" }),
  );
  expect(starts[0]?.input).toMatchObject({
    video: { mediaSource: { base64String: "ZmlsbQ==" }, startSec: 2 },
  });
});

test("an address is fetched first, and started when it is there", async () => {
  const { call, post, starts, fetched, ports, tasks } = world();
  const url = "https://example.com/film.mp4?secret=1";
  const id = await post(form({ model_name: "marengo3.0", video_url: url }));
  expect(fetched).toEqual([{ kind: "embed", taskId: id, url }]);
  expect(JSON.stringify(tasks.items.get(id))).not.toContain("secret");
  await startEmbedTask(ports)(id);
  await startEmbedTask(ports)(id);
  expect(starts).toHaveLength(1);
  expect(starts[0]?.input).toMatchObject({
    video: { mediaSource: { s3Location: { uri: `s3://work/${embedTaskMediaKey(id)}` } } },
  });
  expect((await answerOf(await call("GET", `/v1.3/embed/tasks/${id}`))).body).toMatchObject({
    status: "processing",
  });
});

test("an address that gave nothing is a failed task, which posting again tries again", async () => {
  const { call, post, fetched, ports, tasks } = world();
  const asked = () => form({ model_name: "marengo3.0", video_url: "https://example.com/film.mp4" });
  const id = await post(asked());
  await failEmbedTask(ports)(id, "The address gave no video.");
  expect((await answerOf(await call("GET", `/v1.3/embed/tasks/${id}`))).body).toMatchObject({
    status: "failed",
    error_message: "The address gave no video.",
  });
  expect(await post(asked())).toBe(id);
  expect(fetched).toHaveLength(2);
  await failEmbedTask(ports)(id, "The address gave no video.");
  expect(await answerOf(await call("POST", "/v1.3/embed/tasks", asked()))).toMatchObject({
    status: 429,
    body: { code: "budget_exceeded" },
  });
  expect(tasks.items.get(id)?.attempt).toBe(2);
});

test("an invocation that failed, or whose output expired, is told in words of ours", async () => {
  const { call, post, state, complete, work, tasks } = world();
  const asked = () => form({ model_name: "marengo3.0", video_id: VIDEO.videoId, video_clip_length: "5" });
  const id = await post(asked());
  state.status = { status: "Failed", message: "arn:aws:secret" };
  const failed = await answerOf(await call("GET", `/v1.3/embed-v2/tasks/${id}`));
  expect(failed.body).toMatchObject({ status: "failed", data: null });
  expect(JSON.stringify(failed)).not.toContain("secret");
  await post(asked());
  await complete(id, [item(0)]);
  await call("GET", `/v1.3/embed/tasks/${id}/status`);
  expect(tasks.items.get(id)?.outputKey).toBeDefined();
  work.texts.clear();
  expect((await answerOf(await call("GET", `/v1.3/embed/tasks/${id}`))).body).toMatchObject({
    status: "failed",
  });
});

test("a busy model is told, and posting again starts the task", async () => {
  const { call, post, starts, state } = world();
  const asked = () => form({ video_id: VIDEO.videoId, video_clip_length: "5" });
  state.refusal = new Throttled("busy");
  expect((await call("POST", "/v1.3/embed/tasks", asked())).status).toBe(429);
  delete state.refusal;
  await post(asked());
  expect(starts).toHaveLength(1);
});

test("tasks are listed newest first, by page and status, without those of other indexes", async () => {
  const { call, post, clock } = world();
  const ids: string[] = [];
  for (const length of ["2", "3", "4"]) {
    ids.unshift(await post(form({ video_file: new Blob(["f"]), video_clip_length: length })));
    clock.advance(1000);
  }
  const ofLibrary = await post(form({ video_id: VIDEO.videoId }));
  const listed = async (query: string, caller = CALLER) =>
    (await answerOf(await call("GET", `/v1.3/embed/tasks?${query}`, undefined, caller))).body as {
      data: { _id: string }[];
      page_info: object;
    };
  const first = await listed("page_limit=2&status=processing");
  expect(first.data.map(({ _id }) => _id)).toEqual(ids.slice(0, 2));
  expect(first.page_info).toEqual({ limit_per_page: 2, page: 1, total_page: 2, total_results: 3 });
  expect((await listed("")).data[0]?._id).toBe(ofLibrary);
  const other = { ...CALLER, indexIds: [indexIdOf("other")] };
  // Nobody knows whose media the others are: who is restricted finds them by their ids alone.
  expect((await listed("", other)).data).toEqual([]);
  expect((await call("GET", `/v1.3/embed/tasks/${ofLibrary}`, undefined, other)).status).toBe(404);
  expect((await call("GET", `/v1.3/embed/tasks/${ids[0]}`, undefined, other)).status).toBe(200);
});

test.each([
  ["no source", { model_name: "marengo3.0" }, 400, "parameter_invalid"],
  ["two sources", { video_url: "https://e.com/a", video_id: VIDEO.videoId }, 400, "parameter_invalid"],
  ["a private address", { video_url: "https://127.0.0.1/a.mp4" }, 400, "url_not_allowed"],
  ["an object of another bucket", { video_url: "s3://other/videos/a.mp4" }, 400, "url_not_allowed"],
  [
    "an object that is not there",
    { video_url: `s3://${VIDEO.bucket}/videos/x.mp4` },
    404,
    "resource_not_exists",
  ],
  [
    "an unknown option",
    { video_id: VIDEO.videoId, video_embedding_option: "smell" },
    400,
    "parameter_invalid",
  ],
  [
    "an end before the start",
    { video_id: VIDEO.videoId, video_start_offset_sec: "5", video_end_offset_sec: "4" },
    400,
    "parameter_invalid",
  ],
  [
    "a start behind the video's end",
    { video_id: VIDEO.videoId, video_start_offset_sec: "40" },
    400,
    "parameter_invalid",
  ],
  [
    "a start behind the end of all that the model takes",
    { video_url: "https://e.com/a.mp4", video_start_offset_sec: "1e300" },
    400,
    "parameter_invalid",
  ],
  [
    "an end that no table holds",
    { video_url: "https://e.com/a.mp4", video_end_offset_sec: "1e300" },
    400,
    "parameter_invalid",
  ],
  ["an unknown field", { video_id: VIDEO.videoId, colour: "red" }, 400, "parameter_unknown"],
])("%s is refused", async (_, fields, status, code) => {
  const { call } = world();
  expect(
    await answerOf(await call("POST", "/v1.3/embed/tasks", form(fields as Record<string, string>))),
  ).toMatchObject({
    status,
    body: { code },
  });
});

test("a task that nobody made does not exist", async () => {
  const { call } = world();
  for (const id of ["0".repeat(24), "../../x"])
    expect((await call("GET", `/v1.3/embed/tasks/${encodeURIComponent(id)}`)).status).toBe(404);
});

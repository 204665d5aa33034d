import { Hono } from "hono";
import * as z from "zod";
import {
  TaskForm,
  TaskListQuery,
  type TaskRequest,
  TaskRetrieveQuery,
  type TaskShape,
  TaskV2,
  taskHead,
  taskMetadata,
} from "../contracts/api/embed-task.ts";
import { pageInfo } from "../contracts/api/paging.ts";
import type { EmbedTaskItem } from "../contracts/embed-task-item.ts";
import { engineName } from "../domain/engines.ts";
import { filtered, pageOf } from "../domain/listing.ts";
import type { ObjectStore } from "../ports.ts";
import { type CreateTaskPorts, createTask, visibleTask } from "./embed-tasks/create.ts";
import { type EmbeddingPorts, embeddingsOf } from "./embed-tasks/embeddings.ts";
import { type Settled, type SettlePorts, settled } from "./embed-tasks/settle.ts";
import { taskText, taskWithout } from "./embed-tasks/task-body.ts";
import { modelFailure } from "./generate/model-failure.ts";
import { retryAfter } from "./generate/retry-after.ts";
import { type Api, type ApiContext, type ApiEnv, maySee, needs } from "./http/api.ts";
import { formOrJsonBody } from "./http/body.ts";
import { pathId } from "./http/ids.ts";
import { parseParameters } from "./http/parameters.ts";
import { queryString } from "./http/query-string.ts";
import { textStream } from "./http/text-stream.ts";
import type { EmbedTasks } from "./ports.ts";

export interface EmbedTaskPorts extends CreateTaskPorts, SettlePorts, EmbeddingPorts {
  readonly tasks: EmbedTasks;
  readonly service: CreateTaskPorts["service"] & SettlePorts["service"];
  readonly work: Pick<ObjectStore, "exists" | "getStream">;
}

const ACCEPTED = 202;

/** Tasks that embed a video or a sound: `/embed/tasks` as in v1.2 and v1.3, `/embed-v2/tasks` as in v2. */
export function embedTaskRoutes(ports: EmbedTaskPorts): Api {
  const api = new Hono<ApiEnv>({ strict: false });
  for (const base of ["/embed/tasks", "/embed-v2/tasks"] as const) {
    const shapeIn = (context: ApiContext): TaskShape =>
      base === "/embed-v2/tasks" ? "v2" : context.var.version;
    api
      .post(base, retryAfter, needs("read"), (context) => create(ports, context, base === "/embed-v2/tasks"))
      .get(base, needs("read"), (context) => list(ports, context, shapeIn(context)))
      .get(`${base}/:id`, needs("read"), (context) => retrieve(ports, context, shapeIn(context)))
      .get(`${base}/:id/status`, needs("read"), (context) => status(ports, context, shapeIn(context)));
  }
  return api;
}

async function create(ports: EmbedTaskPorts, context: ApiContext, isV2: boolean): Promise<Response> {
  const body = await formOrJsonBody(context.req, z.looseObject({}));
  const speaksV2 = isV2 || "input_type" in body;
  const request: TaskRequest = parseParameters(speaksV2 ? TaskV2 : TaskForm, body);
  const { taskId } = await createTask(ports, context.var.caller, request);
  return speaksV2
    ? context.json({ _id: taskId, status: "processing", data: null }, ACCEPTED)
    : context.json({ _id: taskId });
}

async function list(ports: EmbedTaskPorts, context: ApiContext, shape: TaskShape): Promise<Response> {
  const query = parseParameters(TaskListQuery, queryString(context.req));
  const wanted = filtered(
    ports.tasks.list(),
    (task) =>
      isListed(context)(task) &&
      (query.status === undefined || query.status === knownStatus(task)) &&
      task.createdAt >= (query.started_at ?? "") &&
      (query.ended_at === undefined || task.createdAt <= query.ended_at),
  );
  const paging = { page: query.page, limit: query.page_limit };
  const { items, total } = await pageOf(wanted, paging, newestFirst);
  const data = await Promise.all(items.map(async (task) => listed(await current(ports, task), shape, ports)));
  return context.json({ data, page_info: pageInfo(paging, total) });
}

const newestFirst = (a: EmbedTaskItem, b: EmbedTaskItem) =>
  a.createdAt === b.createdAt ? (a.taskId < b.taskId ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1;

/** As it was found last: a list asks Bedrock only about the tasks on its page. */
function knownStatus({ failure, outputKey, source }: EmbedTaskItem) {
  if (failure !== undefined) return "failed";
  return outputKey !== undefined || source.type === "stored" ? "ready" : "processing";
}

function listed({ task, status }: Settled, shape: TaskShape, { model }: EmbedTaskPorts) {
  const head = taskHead(task, status, engineName(model));
  return { ...head, [`${task.kind}_embedding`]: { metadata: taskMetadata(task, shape) } };
}

async function status(ports: EmbedTaskPorts, context: ApiContext, shape: TaskShape): Promise<Response> {
  const task = await visibleTask(ports, sees(context), pathTaskId(context));
  return context.json(listed(await current(ports, task), shape, ports));
}

async function retrieve(ports: EmbedTaskPorts, context: ApiContext, shape: TaskShape): Promise<Response> {
  const { embedding_option } = parseParameters(TaskRetrieveQuery, queryString(context.req));
  const model = engineName(ports.model);
  const { task, status } = await current(ports, await visibleTask(ports, sees(context), pathTaskId(context)));
  if (status !== "ready") return context.json(taskWithout(task, status, shape, model));
  const open = () => embeddingsOf(ports, task, embedding_option ?? task.options);
  const embeddings = await open();
  if (embeddings === undefined) {
    const change = { failure: "The result has expired; post the task again." };
    await ports.tasks.change(task, change, new Date(ports.clock.now()).toISOString());
    return context.json(taskWithout({ ...task, ...change }, "failed", shape, model));
  }
  // A broken output breaks the body: no client takes half a list for a whole one.
  return textStream(taskText(task, embeddings, open, shape, model), "application/json");
}

async function current(ports: EmbedTaskPorts, task: EmbedTaskItem): Promise<Settled> {
  try {
    return await settled(ports, task);
  } catch (error) {
    throw modelFailure(error);
  }
}

const pathTaskId = (context: ApiContext) => pathId<string>("embedding task", context.req.param("id") ?? "");

/** To a key for some indexes a list shows the tasks of their videos only: nobody knows whose media the others are. */
const isListed = (context: ApiContext) => (task: EmbedTaskItem) =>
  "indexId" in task.source ? sees(context)(task) : context.var.caller.indexIds === undefined;

/** A task of a library video belongs to its index; others to nobody, and their ids cannot be guessed. */
const sees =
  ({ var: { caller } }: ApiContext) =>
  ({ source }: EmbedTaskItem) =>
    !("indexId" in source) || maySee(caller, source.indexId);

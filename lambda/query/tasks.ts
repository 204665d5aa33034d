import { Hono } from "hono";
import { ApiError } from "../contracts/api/error.ts";
import { CreateTaskBody, ExternalProviderBody, TaskCountsQuery, taskAnswer } from "../contracts/api/task.ts";
import type { IndexId } from "../keys.ts";
import { type Api, type ApiContext, type ApiEnv, checkIndex, needs } from "./http/api.ts";
import { formOrJsonBody, jsonBody } from "./http/body.ts";
import { listQuery } from "./http/list-query.ts";
import { parseParameters } from "./http/parameters.ts";
import { queryString } from "./http/query-string.ts";
import { knownIndex } from "./indexes/visible-index.ts";
import { countTasks } from "./tasks/count-tasks.ts";
import { createTask } from "./tasks/create-task.ts";
import { findTask } from "./tasks/find-task.ts";
import { listTasks, TASK_FIELDS } from "./tasks/list-tasks.ts";
import { removeTask } from "./tasks/remove-task.ts";
import type { TasksPorts } from "./tasks/tasks-ports.ts";

/** Tasks: bringing videos in by their address, by a small file or by an upload link, and watching them. */
export function tasksRoutes(ports: TasksPorts): Api {
  const usableIndex = (context: ApiContext, indexId: IndexId) => {
    checkIndex(context.var.caller, indexId);
    return knownIndex(ports.library, indexId);
  };
  const refuseTransfer = () => {
    throw new ApiError(
      "external_provider_not_supported",
      "Files are not transferred from other storage: copy them into the videos bucket, below videos/ and the index's folder.",
    );
  };
  return new Hono<ApiEnv>({ strict: false })
    .post("/tasks", needs("write"), async (context) => {
      const { indexId, ...body } = await formOrJsonBody(context.req, CreateTaskBody);
      const { videoId, link } = await createTask(ports, await usableIndex(context, indexId), body);
      const upload =
        link === undefined
          ? {}
          : { upload: { method: "PUT", url: link.url, headers: link.headers, expires_at: link.expiresAt } };
      return context.json({ _id: videoId, video_id: videoId, ...upload }, 201);
    })
    .post("/tasks/external-provider", needs("write"), async (context) => {
      const { index_id, url } = await jsonBody(context.req, ExternalProviderBody);
      const index = await usableIndex(context, index_id);
      const { videoId } = await createTask(ports, index, { source: { kind: "url", url }, metadata: {} });
      return context.json({ _id: videoId, video_id: videoId }, 201);
    })
    .post("/tasks/transfers", needs("write"), refuseTransfer)
    .post("/tasks/transfers/import/:integration", needs("write"), refuseTransfer)
    .get("/tasks", needs("read"), async (context) =>
      context.json(await listTasks(ports, context.var.caller, listQuery(context.req, TASK_FIELDS))),
    )
    .get("/tasks/status", needs("read"), async (context) => {
      const { index_id } = parseParameters(TaskCountsQuery, queryString(context.req));
      return context.json(await countTasks(ports, (await usableIndex(context, index_id)).indexId));
    })
    .get("/tasks/:taskId", needs("read"), async (context) =>
      context.json(taskAnswer((await findTask(ports, context)).task)),
    )
    .delete("/tasks/:taskId", needs("write"), async (context) => {
      await removeTask(ports, await findTask(ports, context));
      return context.body(null, 204);
    });
}

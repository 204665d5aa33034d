import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError } from "../../contracts/api/error.ts";
import { pageInfo } from "../../contracts/api/paging.ts";
import { taskAnswer } from "../../contracts/api/task.ts";
import { type Field, fieldTest } from "../../domain/field-filter.ts";
import { byTime, filtered, type ListQuery, pageOf } from "../../domain/listing.ts";
import type { Task } from "../../domain/task.ts";
import { TASK_STATUSES } from "../../domain/task-status.ts";
import type { IndexId } from "../../keys.ts";
import { checkIndex, maySee } from "../http/api.ts";
import { unknownParameter } from "../http/list-query.ts";
import type { Library } from "../ports.ts";
import { allTasks } from "./all-tasks.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/** What tasks can be filtered by; numbers and times as `duration[gte]` too, several statuses by repeating the field. */
export const TASK_FIELDS: Readonly<Record<string, Field<Task>>> = {
  _id: { kind: "id", of: ({ _id }) => _id },
  index_id: { kind: "id", of: ({ indexId }) => indexId },
  status: { kind: "text", of: ({ status }) => status },
  filename: { kind: "text", of: ({ fileName }) => fileName },
  duration: { kind: "number", of: ({ durationSec }) => durationSec },
  width: { kind: "number", of: ({ width }) => width },
  height: { kind: "number", of: ({ height }) => height },
  created_at: { kind: "time", of: ({ createdAt }) => createdAt },
  updated_at: { kind: "time", of: ({ updatedAt }) => updatedAt },
  estimated_time: { kind: "time", of: ({ estimatedTime }) => estimatedTime },
};

/** @throws ApiError `parameter_unknown`, `parameter_invalid`, `index_not_allowed` */
export async function listTasks(ports: TasksPorts, caller: Caller, query: ListQuery) {
  checkStatuses(query.filter["status"]);
  const tests = Object.entries(query.filter).map(([name, wanted]) => taskTest(name, wanted));
  const indexIds = await indexesOf(ports.library, caller, query.filter["index_id"]);
  const shown = filtered(allTasks(ports, indexIds), (task) => tests.every(({ accepts }) => accepts(task)));
  const order = byTime<Task>(query.sortBy, query.sortOption, ({ _id }) => _id);
  const { items, total } = await pageOf(shown, query, order);
  return { data: items.map(taskAnswer), page_info: pageInfo(query, total) };
}

/** The platform's statuses and no others: a typing error would give an empty list. */
function checkStatuses(wanted: unknown): void {
  const unknown = [wanted ?? []]
    .flat()
    .find((status) => !(TASK_STATUSES as readonly unknown[]).includes(status));
  if (unknown !== undefined)
    throw new ApiError(
      "parameter_invalid",
      `The status parameter is invalid: it is one of ${TASK_STATUSES.join(", ")}.`,
    );
}

function taskTest(name: string, wanted: unknown) {
  const field = Object.hasOwn(TASK_FIELDS, name) ? TASK_FIELDS[name] : undefined;
  if (field === undefined) throw unknownParameter(name);
  const test = fieldTest(name, field, wanted);
  if (typeof test === "string")
    throw new ApiError("parameter_invalid", `The ${name} parameter is invalid: ${test}.`);
  return test;
}

/** Those that are asked for, or all that the caller may see; one that does not exist has no tasks. */
async function indexesOf(library: Library, caller: Caller, wanted: unknown): Promise<readonly IndexId[]> {
  const asked = wanted === undefined ? undefined : ([wanted].flat() as IndexId[]);
  for (const indexId of asked ?? []) checkIndex(caller, indexId);
  const indexIds: IndexId[] = [];
  for await (const { indexId } of library.indexes()) {
    if (asked === undefined ? maySee(caller, indexId) : asked.includes(indexId)) indexIds.push(indexId);
  }
  return indexIds;
}

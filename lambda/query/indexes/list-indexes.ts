import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError } from "../../contracts/api/error.ts";
import { pageInfo } from "../../contracts/api/paging.ts";
import type { IndexEngine, IndexItem } from "../../contracts/library-items.ts";
import { type Field, fieldTest } from "../../domain/field-filter.ts";
import { byTime, filtered, type ListQuery, pageOf } from "../../domain/listing.ts";
import { maySee } from "../http/api.ts";
import { unknownParameter } from "../http/list-query.ts";
import type { IndexesPorts } from "./indexes-ports.ts";
import { showIndex } from "./show-index.ts";

/** What indexes can be filtered by; the times as `created_at[gte]` too. */
export const INDEX_FIELDS: Readonly<Record<string, Field<IndexItem>>> = {
  _id: { kind: "id", of: ({ indexId }) => indexId },
  index_name: { kind: "text", of: ({ name }) => name },
  created_at: { kind: "time", of: ({ createdAt }) => createdAt },
  updated_at: { kind: "time", of: ({ updatedAt }) => updatedAt },
};

/** Filters on what was given as engines (v1.2) or models (v1.3): options separated by commas, all of which are wanted. */
const ENGINE_FILTERS: Readonly<
  Record<string, (engines: readonly IndexEngine[], wanted: string[]) => boolean>
> = {
  options: (engines, wanted) =>
    wanted.every((option) => engines.some(({ options }) => options.includes(option))),
  family: (engines, wanted) => wanted.every((family) => engines.some(({ name }) => name.startsWith(family))),
};
const ENGINE_PARAMETER = /^(?:engine|model)_(options|family)$/;

/** @throws ApiError `parameter_unknown`, `parameter_invalid` */
export async function listIndexes(ports: IndexesPorts, caller: Caller, query: ListQuery) {
  const tests = Object.entries(query.filter).map(([name, wanted]) => indexTest(ports, name, wanted));
  const shown = filtered(
    ports.library.indexes(),
    (index) => maySee(caller, index.indexId) && tests.every((test) => test(index)),
  );
  const order = byTime<IndexItem>(query.sortBy, query.sortOption, ({ indexId }) => indexId);
  const { items, total } = await pageOf(shown, query, order);
  const data = await Promise.all(items.map((index) => showIndex(ports, index)));
  return { data, page_info: pageInfo(query, total) };
}

function indexTest(
  { engines: deployed }: IndexesPorts,
  name: string,
  wanted: unknown,
): (index: IndexItem) => boolean {
  const field = Object.hasOwn(INDEX_FIELDS, name) ? INDEX_FIELDS[name] : undefined;
  if (field !== undefined) {
    const test = fieldTest(name, field, wanted);
    if (typeof test === "string")
      throw new ApiError("parameter_invalid", `The ${name} parameter is invalid: ${test}.`);
    return test.accepts;
  }
  const what = ENGINE_PARAMETER.exec(name)?.[1];
  const matches = what === undefined ? undefined : ENGINE_FILTERS[what];
  if (matches === undefined) throw unknownParameter(name);
  const values = (Array.isArray(wanted) ? wanted : [wanted]).flatMap((value) => String(value).split(","));
  return ({ engines = deployed }) => matches(engines, values);
}

import type { HonoRequest } from "hono";
import { ApiError } from "../../contracts/api/error.ts";
import { PageParameters } from "../../contracts/api/paging.ts";
import type { Field } from "../../domain/field-filter.ts";
import type { ListQuery } from "../../domain/listing.ts";
import { parseParameters } from "./parameters.ts";

/** How SDK 0.2.5 spells these in a query string. */
const OTHER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["createdAt", "created_at"],
  ["updatedAt", "updated_at"],
  ["indexedAt", "indexed_at"],
]);

/** `size`, `size[gte]` */
const PARAMETER = /^([^[\]]{1,200})(?:\[([a-z]{1,10})\])?$/;
const PAGING = new Set(Object.keys(PageParameters.shape));

/**
 * The query string of a list. `name=value` and `name[gte]=value` become conditions; a name that occurs several times
 * becomes a list.
 * @param fields known conditions: those of numbers are turned into numbers
 * @throws ApiError `parameter_invalid`, `parameter_unknown`
 */
export function listQuery(
  request: HonoRequest,
  fields: Readonly<Record<string, Pick<Field<never>, "kind">>>,
): ListQuery {
  const paging: Record<string, string> = {};
  const filter: Record<string, unknown> = {};
  for (const [parameter, values] of Object.entries(request.queries())) {
    const [, given = "", operator] = PARAMETER.exec(parameter) ?? [];
    const name = OTHER_SPELLINGS.get(given) ?? given;
    if (name === "" || name === "__proto__") throw unknownParameter(parameter);
    if (PAGING.has(name)) paging[name] = values.at(-1) ?? "";
    else
      addCondition(
        filter,
        name,
        operator,
        values.map((value) => conditionValue(name, value, fields)),
      );
  }
  const { page, page_limit, sort_by, sort_option } = parseParameters(PageParameters, paging);
  return { page, limit: page_limit, sortBy: sort_by, sortOption: sort_option, filter };
}

function addCondition(
  filter: Record<string, unknown>,
  name: string,
  operator: string | undefined,
  values: readonly unknown[],
): void {
  const before = Object.hasOwn(filter, name) ? filter[name] : undefined;
  if (operator === undefined) {
    filter[name] = values.length === 1 ? values[0] : values;
    return;
  }
  const conditions = typeof before === "object" && before !== null ? before : {};
  filter[name] = { ...conditions, [operator]: values.at(-1) };
}

function conditionValue(
  name: string,
  text: string,
  fields: Readonly<Record<string, Pick<Field<never>, "kind">>>,
) {
  const kind = Object.hasOwn(fields, name) ? fields[name]?.kind : undefined;
  if (kind !== "number") return text;
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number))
    throw new ApiError("parameter_invalid", `The ${name} parameter is invalid: it is not a number.`);
  return number;
}

export const unknownParameter = (name: string) =>
  new ApiError("parameter_unknown", `The ${name.slice(0, 60)} parameter is unknown.`);

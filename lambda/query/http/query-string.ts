import type { HonoRequest } from "hono";

/** The query string as an object for a strict schema: a name that occurs several times, or ends in `[]`, becomes a list. */
export function queryString(request: HonoRequest): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, values] of Object.entries(request.queries())) {
    const isList = values.length > 1 || name.endsWith("[]");
    fields.set(name.replace(/\[\]$/, ""), isList ? values : (values[0] ?? ""));
  }
  return Object.fromEntries(fields);
}

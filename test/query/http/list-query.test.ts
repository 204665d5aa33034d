import { HonoRequest } from "hono/request";
import { listQuery } from "../../../lambda/query/http/list-query.ts";

const filterOf = (query: string) =>
  listQuery(new HonoRequest(new Request(`http://api/v1.2/indexes?${query}`)), { size: { kind: "number" } })
    .filter;

test.each<[string, Record<string, unknown>]>([
  ["color=red", { color: "red" }],
  ["size%5Bgte%5D=5&size%5Blte%5D=9", { size: { gte: 5, lte: 9 } }],
  ["createdAt=2026-01-01", { created_at: "2026-01-01" }],
  ["constructor=x", { constructor: "x" }],
  ["toString=x", { toString: "x" }],
  ["constructor%5Bgte%5D=x", { constructor: { gte: "x" } }],
])("%s asks for %j", (query, expected) => {
  expect(filterOf(query)).toEqual(expected);
});

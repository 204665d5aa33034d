import * as z from "zod";
import type { Api, Query } from "../../../bin/cli/api.ts";
import { listed } from "../../../bin/cli/pages.ts";

const Item = z.object({ _id: z.string(), created_at: z.string() });
type Item = z.infer<typeof Item>;

/** An API that holds these items and shows 200 pages of them. */
function anApi(items: readonly Item[]) {
  const asked: Query[] = [];
  const json = async (_schema: unknown, { query = {} }: { query?: Query }) => {
    asked.push(query);
    const since = String(query["created_at[gte]"] ?? "");
    const all = items.slice(items.findIndex(({ created_at }) => created_at >= since));
    const [page, limit] = [Number(query["page"]), Number(query["page_limit"])];
    if (page > 200) throw new Error("no such page");
    const data = all.slice((page - 1) * limit, page * limit);
    return { data, page_info: { total_page: Math.ceil(all.length / limit) } };
  };
  return { asked, api: { json } as unknown as Api };
}

async function idsOf(items: readonly Item[]) {
  const ids: string[] = [];
  for await (const { _id } of listed(anApi(items).api, Item, "/indexes")) ids.push(_id);
  return ids;
}

const itemAt = (at: number, every: number) => ({
  _id: String(at).padStart(6, "0"),
  created_at: `2026-01-01T00:00:00.${String(Math.floor(at / every)).padStart(6, "0")}Z`,
});

test.each([
  ["one page", 7, 1],
  ["more than the API shows pages of", 10_010, 1],
  ["the same, with many of one time", 10_200, 130],
])("reads %s to its end, each item once", async (_, count, every) => {
  const items = Array.from({ length: count }, (_item, at) => itemAt(at, every));
  expect(await idsOf(items)).toEqual(items.map(({ _id }) => _id));
});

test("says so when no time tells the items apart", async () => {
  const items = Array.from({ length: 10_050 }, (_, at) => itemAt(at, 1_000_000));
  await expect(idsOf(items)).rejects.toThrow(/same time/);
});

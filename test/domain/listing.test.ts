import fc from "fast-check";
import { byTime, pageOf, type SortField, type SortOption } from "../../lambda/domain/listing.ts";

interface Item {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const time = fc.integer({ min: 0, max: 5 }).map((second) => `2026-01-01T00:00:0${second}.000Z`);
const items = fc
  .array(fc.record({ createdAt: time, updatedAt: time }), { maxLength: 60 })
  .map((all) => all.map((item, at) => ({ ...item, id: String(at) })));
const sorts = fc.tuple(
  fc.constantFrom<SortField>("created_at", "updated_at"),
  fc.constantFrom<SortOption>("asc", "desc"),
);

async function* streamOf<T>(all: readonly T[]) {
  yield* all;
}

test("the pages together are the whole list: sorted, each item once", async () => {
  await fc.assert(
    fc.asyncProperty(items, sorts, fc.integer({ min: 1, max: 7 }), async (all, [field, option], limit) => {
      const order = byTime<Item>(field, option, ({ id }) => id);
      const pages: Item[] = [];
      for (let page = 1; page <= Math.ceil(all.length / limit); page++) {
        const { items: found, total } = await pageOf(streamOf(all), { page, limit }, order);
        expect(total).toBe(all.length);
        pages.push(...found);
      }
      expect(pages).toEqual([...all].sort(order));
      expect(new Set(pages.map(({ id }) => id)).size).toBe(all.length);
    }),
  );
});

test("behind the last page there is nothing", async () => {
  const order = byTime<Item>("created_at", "asc", ({ id }) => id);
  const one = { id: "a", createdAt: "", updatedAt: "" };
  expect(await pageOf(streamOf([one]), { page: 2, limit: 10 }, order)).toEqual({ items: [], total: 1 });
});

test("the other direction is the mirrored list", async () => {
  await fc.assert(
    fc.asyncProperty(items, async (all) => {
      const sorted = (option: SortOption) =>
        [...all].sort(byTime<Item>("updated_at", option, ({ id }) => id));
      expect(sorted("desc")).toEqual(sorted("asc").reverse());
    }),
  );
});

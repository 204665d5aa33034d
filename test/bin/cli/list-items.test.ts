import fc from "fast-check";
import { listItems } from "../../../bin/cli/list-items.ts";

async function itemsOf(text: string, cutAt: number): Promise<unknown[]> {
  const bytes = new TextEncoder().encode(text);
  const items: unknown[] = [];
  for await (const item of listItems([bytes.slice(0, cutAt), bytes.slice(cutAt)], "segments"))
    items.push(item);
  return items;
}

test("gives the items of the list, wherever the document is cut on its way", async () => {
  const item = fc.record({
    text: fc.string({ unit: "grapheme" }),
    float: fc.array(fc.integer()),
    deep: fc.object(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 4 }), fc.nat(), async (items, cut) => {
      const list = JSON.parse(JSON.stringify(items));
      const text = JSON.stringify({ _id: '[{"', embedding: { segments: list }, more: [{ a: 1 }] });
      expect(await itemsOf(text, cut % (text.length + 1))).toEqual(list);
    }),
  );
});

test("a document without the list has no items", async () => {
  expect(await itemsOf('{"_id":"x"}', 3)).toEqual([]);
});

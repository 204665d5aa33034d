import fc from "fast-check";
import { TableView } from "../../../../bin/cli/view/table.ts";
import { cutToWidth, textWidth } from "../../../../bin/cli/view/text-width.ts";

test.each([
  ["blue", 4],
  ["", 0],
  ["日本", 4],
  ["한글", 4],
  ["é", 1],
  ["e\u0301", 1],
  ["🏖️", 2],
  ["👩‍👩‍👧", 2],
  ["ｆｕｌｌ", 8],
  ["–×…", 3],
])("%j takes %d cells", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("a text that is cut fits, and is the beginning of the whole one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const cut = cutToWidth(text, width);
      expect(textWidth(cut)).toBeLessThanOrEqual(Math.max(width, 1));
      expect(text.startsWith(cut.replace(/…$/, "")) || cut === text).toBe(true);
    }),
  );
});

interface Row {
  readonly title: string;
  readonly id: string;
}
const columns = [
  { head: "TITLE", of: ({ title }: Row) => title, shrinks: true },
  { head: "ID", of: ({ id }: Row) => id },
];

test("columns of wide characters stand below each other", () => {
  const view = new TableView<Row>(columns, { width: 80, color: false });
  expect(
    view.block([
      { title: "海辺の一日", id: "1" },
      { title: "beach", id: "2" },
    ]),
  ).toBe("TITLE       ID\n海辺の一日  1\nbeach       2\n");
});

test("on a narrow terminal only what may shrink is cut, never an id", () => {
  const view = new TableView<Row>(columns, { width: 20, color: false });
  const lines = view
    .block([{ title: "a very long title indeed", id: "abcdefgh" }])
    .trimEnd()
    .split("\n");
  expect(lines[1]).toBe("a very lo…  abcdefgh");
});

test("a program gets every text whole", () => {
  const title = "x".repeat(300);
  const view = new TableView<Row>(columns, { width: undefined, color: false });
  expect(view.block([{ title, id: "1" }])).toContain(title);
});

test("text from outside cannot move the cursor", () => {
  const view = new TableView<Row>(columns, { width: 80, color: false });
  expect(view.block([{ title: "\u001b[2Jgone\nnext\u202e", id: "1" }])).toContain(
    "\\u001b[2Jgone\\u000anext\\u202e",
  );
});

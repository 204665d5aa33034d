import fc from "fast-check";
import {
  inPieces,
  jsonOnly,
  plainText,
  type TextFilter,
} from "../../../lambda/domain/questions/text-filter.ts";

const through = (filter: TextFilter, pieces: readonly string[]) =>
  [...pieces.map((piece) => filter.push(piece)), filter.end()].join("");

/** The text cut anywhere, pairs of surrogates too. */
const cutAnywhere = (text: string, places: readonly number[]) => {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.slice(start, at[index] ?? text.length));
};

test("plain text comes out as it went in, wherever it is cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.nat(200)), (text, places) => {
      fc.pre(!text.includes("\0"));
      expect(through(plainText(), cutAnywhere(text, places))).toBe(text);
    }),
  );
});

test("what no store can hold is replaced", () => {
  expect(through(plainText(), ["a\0b", "\ud83c", "c"])).toBe("a\ufffdb\ufffdc");
});

test("a document comes out alone, wherever the text is cut", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.nat(2000)), (value, places) => {
      const document = JSON.stringify(value);
      const message = `Here it is:\n\`\`\`json\n${document}\n\`\`\` and } more`;
      expect(through(jsonOnly("{"), cutAnywhere(message, places))).toBe(document);
    }),
  );
});

test.each([
  ["a document that was cut", '{"a":"b', '{"a":"b'],
  ["no document at all", "I cannot.", ""],
  ["brackets and quotes in texts", 'x {"a":"}\\"{"} y', '{"a":"}\\"{"}'],
])("%s", (_, message, text) => {
  expect(through(jsonOnly("{"), [message])).toBe(text);
});

test("a list is found by its own bracket", () => {
  expect(through(jsonOnly("["), ["The list: [1,", "[2]] end"])).toBe("[1,[2]]");
});

test("pieces of a stored text join to it, and cut no sign in two", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 150, maxLength: 900 }), (text) => {
      const pieces = inPieces(text);
      expect(pieces.join("")).toBe(text);
      expect(pieces.every((piece) => piece !== "" && !/\p{Surrogate}/u.test(piece))).toBe(true);
    }),
  );
});

import fc from "fast-check";
import type { TextSpan } from "../../lambda/contracts/analysis.ts";
import { indexedWords, MAX_INDEXED_WORDS } from "../../lambda/domain/analysis-words.ts";
import type { IndexId, RunId, VideoId } from "../../lambda/keys.ts";
import { wordKey } from "../../lambda/keys.ts";

const at = (startSec: number, text: string, endSec = startSec + 2): TextSpan => ({ startSec, endSec, text });
const tokens = (analysis: Parameters<typeof indexedWords>[0]) =>
  indexedWords(analysis).map(({ option, token }) => `${option}:${token}`);

test("gives one word for each option, word and span, with its place and the whole text", () => {
  expect(indexedWords({ onScreenText: [at(3, "SALE, the Sale!")] })).toEqual([
    {
      option: "text_in_video",
      token: "sale",
      position: 0,
      text: "SALE, the Sale!",
      startSec: 3,
      endSec: 5,
    },
    { option: "text_in_video", token: "the", position: 1, text: "SALE, the Sale!", startSec: 3, endSec: 5 },
  ]);
  expect(tokens({ logos: [at(0, "Café Roma")], speech: [at(0, "Café")] })).toEqual([
    "logo:cafe",
    "logo:roma",
    "conversation:cafe",
  ]);
});

test("has no words without texts", () => {
  expect(indexedWords({})).toEqual([]);
  expect(indexedWords({ onScreenText: [at(0, "→ … !")], logos: [], speech: [] })).toEqual([]);
});

test.each([
  [
    [at(1, "open"), at(1, "open late")],
    ["open late", "open late"],
  ],
  [
    [at(1, "open late"), at(1, "open")],
    ["open late", "open late"],
  ],
  [
    [at(1.0001, "we open"), at(1.0004, "open daily")],
    ["we open", "open daily", "open daily"],
  ],
  [
    [at(1, "open"), at(1.001, "open late")],
    ["open", "open late", "open late"],
  ],
])(
  "of two spans that begin together keeps the longer text for a word that both hold: %j",
  (speech, texts) => {
    expect(indexedWords({ speech }).map(({ text }) => text)).toEqual(texts);
  },
);

test("cuts the text that stands with a word, not the words", () => {
  const speech = [at(0, `${"long ".repeat(120)}last`)];
  const found = indexedWords({ speech });
  expect(found.map(({ token }) => token)).toEqual(["long", "last"]);
  expect(found[1]?.text).toHaveLength(500);
});

test("stops at the most that one run writes, and lets the lists take turns until then", () => {
  const many = (word: string, count: number) =>
    Array.from({ length: count }, (_, index) => at(index, `${word} ${word}${index} and more`));
  const found = tokens({
    onScreenText: many("text", 200),
    speech: many("said", 50),
    logos: many("brand", 20),
  });
  expect(found).toHaveLength(MAX_INDEXED_WORDS);
  expect(found).toContain("conversation:said49");
  expect(found).toContain("logo:brand19");
});

test("gives no key twice, and the same words for the same analysis", () => {
  const spans = fc.array(
    fc.record({
      startSec: fc.integer({ min: 0, max: 20 }).map((value) => value / 1500),
      endSec: fc.constant(9),
      text: fc.string({ unit: fc.constantFrom("a", "b", "é", " ", "1") }),
    }),
  );
  fc.assert(
    fc.property(spans, spans, spans, (onScreenText, logos, speech) => {
      const found = indexedWords({ onScreenText, logos, speech });
      const keys = found.map(({ option, token, startSec }) =>
        JSON.stringify(
          wordKey("index" as IndexId, option, token, "video" as VideoId, "run" as RunId, startSec),
        ),
      );
      expect(new Set(keys).size).toBe(keys.length);
      expect(indexedWords(structuredClone({ onScreenText, logos, speech }))).toEqual(found);
    }),
  );
});

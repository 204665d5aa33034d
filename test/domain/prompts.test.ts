import {
  estimateTokens,
  promptFor,
  SMALLER_REQUESTS,
  WHOLE_REQUEST,
} from "../../lambda/domain/prompts/pack.ts";
import { ASKED } from "../../lambda/domain/prompts/texts.ts";
import { MODELS } from "../../lambda/models.ts";

const requests = [WHOLE_REQUEST, ...SMALLER_REQUESTS];

describe("prompts", () => {
  it.each(requests)("ask for their own fields only, within the smallest limit: $name", (request) => {
    const prompt = promptFor(request, "");
    for (const field of WHOLE_REQUEST.fields)
      expect(prompt.includes(`- ${field}:`)).toBe(request.fields.includes(field));
    for (const model of Object.values(MODELS)) {
      if (model.family === "pegasus") expect(estimateTokens(prompt)).toBeLessThan(model.maxPromptTokens / 2);
    }
  });

  it("ask for every field once in the smaller requests", () => {
    const asked = SMALLER_REQUESTS.flatMap(({ fields }) => fields);
    expect([...asked].sort()).toEqual([...WHOLE_REQUEST.fields].sort());
  });

  it("ask for no more than one answer of Pegasus 1.2 holds, so that one call is enough", () => {
    const words = (count: number) => Array.from({ length: count }, () => "words").join(" ");
    const list = <Item>(length: number, item: Item) => Array.from({ length }, () => item);
    const time = { start: 1234.5, end: 1239.5 };
    const fullest = {
      title: words(12),
      topics: list(5, words(3)),
      hashtags: list(10, "hashtag"),
      summary: words(8 * 20),
      chapters: list(ASKED.chapters, { ...time, title: words(5), summary: words(2 * 14) }),
      highlights: list(ASKED.highlights, { ...time, title: words(5), summary: words(16) }),
      onScreenText: list(ASKED.onScreenTexts, { ...time, text: words(10) }),
      logos: list(ASKED.logos, { ...time, brand: words(2) }),
      speech: list(ASKED.sentences, { ...time, text: words(20) }),
    };
    expect(Object.keys(fullest)).toEqual(WHOLE_REQUEST.fields);
    // About four letters of English make a token.
    expect(JSON.stringify(fullest).length / 4).toBeLessThan(4096);
  });

  it("end with the owner's wishes when there are any", () => {
    expect(promptFor(WHOLE_REQUEST, "  Write in German. \n").endsWith("\nWrite in German.")).toBe(true);
    expect(promptFor(WHOLE_REQUEST, " ")).toBe(promptFor(WHOLE_REQUEST, ""));
  });

  it("counts tokens rather high", () => {
    expect(estimateTokens("four words of text")).toBeGreaterThanOrEqual(4);
    expect(estimateTokens("中文字")).toBe(3);
  });
});

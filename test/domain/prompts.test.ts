import {
  estimateTokens,
  promptFor,
  SMALLER_REQUESTS,
  WHOLE_REQUEST,
} from "../../lambda/domain/prompts/pack.ts";
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

  it("end with the owner's wishes when there are any", () => {
    expect(promptFor(WHOLE_REQUEST, "  Write in German. \n").endsWith("\nWrite in German.")).toBe(true);
    expect(promptFor(WHOLE_REQUEST, " ")).toBe(promptFor(WHOLE_REQUEST, ""));
  });

  it("counts tokens rather high", () => {
    expect(estimateTokens("four words of text")).toBeGreaterThanOrEqual(4);
    expect(estimateTokens("中文字")).toBe(3);
  });
});

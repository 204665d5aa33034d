import { inlineMedia, s3Media } from "../../lambda/contracts/media-source.ts";
import { UnexpectedShape } from "../../lambda/contracts/unexpected-shape.ts";
import { embeddingModel } from "../../lambda/models.ts";

const media = s3Media("s3://videos/videos/a.mp4", "123456789012");
const marengo3 = embeddingModel("marengo-3.0");
const marengo27 = embeddingModel("marengo-2.7");
const unit = (dimension: number) => Array.from({ length: dimension }, (_, index) => (index === 0 ? 1 : 0));

describe("requests of Marengo 3.0", () => {
  it("nest the video under its type and say everything", () => {
    const question = {
      media,
      options: ["visual", "audio"],
      scopes: ["clip", "asset"],
      startSec: 0,
      endSec: 40.5,
    };
    expect(marengo3.buildVideoRequest(question)).toEqual({
      inputType: "video",
      video: {
        mediaSource: media,
        startSec: 0,
        endSec: 40.5,
        segmentation: { method: "dynamic", dynamic: { minDurationSec: 4 } },
        embeddingOption: ["visual", "audio"],
        embeddingType: ["separate_embedding"],
        embeddingScope: ["clip", "asset"],
      },
    });
  });

  it("leave the end to the model when none is given", () => {
    const request = marengo3.buildVideoRequest({ media, options: ["visual"], scopes: ["clip"], startSec: 0 });
    expect(JSON.stringify(request)).not.toContain("endSec");
  });

  it("take texts and images", () => {
    expect(marengo3.buildTextRequest("blue")).toEqual({ inputType: "text", text: { inputText: "blue" } });
    expect(marengo3.buildImageRequest(inlineMedia("AA"))).toEqual({
      inputType: "image",
      image: { mediaSource: { base64String: "AA" } },
    });
  });
});

describe("requests of Marengo 2.7", () => {
  it("are flat, count the length from the start and know no scopes", () => {
    const question = { media, options: ["visual-text", "audio"], scopes: ["clip"], startSec: 2, endSec: 12 };
    expect(marengo27.buildVideoRequest(question)).toEqual({
      inputType: "video",
      mediaSource: media,
      startSec: 2,
      lengthSec: 10,
      minClipSec: 4,
      embeddingOption: ["visual-text", "audio"],
    });
  });

  it("take texts and images", () => {
    expect(marengo27.buildTextRequest("blue")).toEqual({
      inputType: "text",
      inputText: "blue",
      textTruncate: "none",
    });
    expect(marengo27.buildImageRequest(media)).toEqual({ inputType: "image", mediaSource: media });
  });
});

const item = (changes: object = {}) => ({
  embedding: unit(512),
  embeddingOption: "visual",
  embeddingScope: "clip",
  startSec: 0,
  endSec: 6,
  ...changes,
});

describe("output items", () => {
  it.each([
    ["the documented form", item()],
    ["the option as a list of one", item({ embeddingOption: ["visual"] })],
    ["no scope", item({ embeddingScope: undefined })],
    ["the misspelt end", item({ endSec: undefined, endsec: 6 })],
    ["further fields", item({ confidence: 1 })],
  ])("are read with %s", (_, value) => {
    expect(marengo3.parseItem(value)).toEqual({
      embedding: unit(512),
      option: "visual",
      scope: "clip",
      startSec: 0,
      endSec: 6,
    });
  });

  it("of 2.7 have 1024 numbers and options of their own", () => {
    const value = { embedding: unit(1024), embeddingOption: "visual-text", startSec: 0, endsec: 6 };
    expect(marengo27.parseItem(value)).toMatchObject({ option: "visual-text", scope: "clip", endSec: 6 });
    expect(() => marengo27.parseItem(item())).toThrow(UnexpectedShape);
  });

  const withNumber = (value: unknown) =>
    item({ embedding: [value, ...unit(512).slice(1), 0.5].slice(0, 512) });
  it.each([
    ["too few numbers", item({ embedding: unit(511) })],
    ["too many numbers", item({ embedding: unit(1024) })],
    ["no embedding", item({ embedding: undefined })],
    ["null in the vector", withNumber(null)],
    ["NaN in the vector", withNumber(Number.NaN)],
    ["an infinite number", withNumber(Number.POSITIVE_INFINITY)],
    ["a number beyond 32 bits", withNumber(1e39)],
    ["numbers as texts", withNumber("0.5")],
    ["the zero vector", item({ embedding: unit(512).map(() => 0) })],
    ["a vector that is zero in 32 bits", item({ embedding: unit(512).map(() => 1e-60) })],
    ["no option", item({ embeddingOption: undefined })],
    ["an unknown option", item({ embeddingOption: "fused" })],
    ["two options", item({ embeddingOption: ["visual", "audio"] })],
    ["an unknown scope", item({ embeddingScope: "frame" })],
    ["no start", item({ startSec: undefined })],
    ["no end", item({ endSec: undefined })],
    ["a start as text", item({ startSec: "0" })],
    ["a list", [item()]],
    ["null", null],
  ])("are refused with %s", (_, value) => {
    expect(() => marengo3.parseItem(value)).toThrow(UnexpectedShape);
  });
});

describe("embedding of a text or an image", () => {
  it.each([
    ["a list of one", { data: [{ embedding: unit(512) }] }],
    ["an object", { data: { embedding: unit(512) } }],
    ["fields at the top", { embedding: unit(512), inputTextTokenCount: 3 }],
  ])("is read from %s", (_, body) => {
    expect(marengo3.parseResponse(body)).toEqual(unit(512));
  });

  it.each([
    [{ data: [] }],
    [{ data: [{ embedding: unit(512) }, { embedding: unit(512) }] }],
    [{ data: null }],
    [{}],
    ["text"],
    [{ data: [{ embedding: unit(1024) }] }],
  ])("refuses anything else (%#)", (body) => {
    expect(() => marengo3.parseResponse(body)).toThrow(UnexpectedShape);
  });
});

import fc from "fast-check";
import { type Body, cosine, embedText, type Item, invoke } from "./requests.ts";
import { MARENGO, MARENGO_27, standInTarget } from "./target.ts";

const text = (inputText: string): Body => ({ inputType: "text", text: { inputText } });

describe("in the stand-in's space", () => {
  let local: Awaited<ReturnType<typeof standInTarget>>;
  beforeAll(async () => {
    local = await standInTarget({ quotas: { requestsPerMinute: { marengo3: 100_000 } } });
  });
  afterAll(() => local.close());

  it.each([
    ["a blue screen", "blue", "a red screen"],
    ["no sound at all", "silence", "loud music"],
    ["someone is speaking", "speech", "silence"],
    ["grey", "gray", "green"],
    ["dark blue", "navy", "yellow"],
    ["nothing moves: a still picture", "still", "motion"],
  ])("puts %p nearer to %p than to %p", async (subject, near, far) => {
    const [a, b, c] = [
      await embedText(local.client, subject),
      await embedText(local.client, near),
      await embedText(local.client, far),
    ];
    expect(cosine(a, b)).toBeGreaterThan(cosine(a, c) + 0.2);
  });

  it("gives every text a vector of length 1, the same each time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 100 }), async (words) => {
        const vector = await embedText(local.client, words);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
        expect(await embedText(local.client, words)).toEqual(vector);
      }),
      { numRuns: 40 },
    );
  });

  it("puts what nobody measures near to nothing that is measured", async () => {
    const elephant = await embedText(local.client, "an elephant");
    for (const word of ["red", "blue", "silence", "motion", "dark"]) {
      expect(Math.abs(cosine(elephant, await embedText(local.client, word)))).toBeLessThan(0.05);
    }
    expect(cosine(elephant, await embedText(local.client, "the elephants"))).toBeGreaterThan(0.9);
  });

  it("puts images by their colours, alone and with a text", async () => {
    const [red, blue] = [await embedText(local.client, "red"), await embedText(local.client, "blue")];
    const image = { base64String: bluePng.toString("base64") };
    const embed = async (body: Body) =>
      ((await invoke(local.client, MARENGO, body))["data"] as Item[])[0]?.embedding ?? [];
    const alone = await embed({ inputType: "image", image: { mediaSource: image } });
    expect(cosine(alone, blue)).toBeGreaterThan(cosine(alone, red) + 0.5);
    const both = await embed({
      inputType: "text_image",
      text_image: { inputText: "red", mediaSource: image },
    });
    expect(cosine(both, red)).toBeGreaterThan(0.5);
    expect(cosine(both, blue)).toBeGreaterThan(0.5);
    const several = await embed({
      inputType: "multi_input",
      multi_input: {
        inputText: "like <@a>",
        mediaSources: [{ name: "a", mediaType: "image", ...image }],
      },
    });
    expect(cosine(several, blue)).toBeGreaterThan(0.4);
  });

  it("refuses what is no image, and a placeholder without an image", async () => {
    const image = { mediaSource: { base64String: Buffer.from("no image").toString("base64") } };
    await expect(invoke(local.client, MARENGO, { inputType: "image", image })).rejects.toThrow(
      "Unprocessable image",
    );
    const multi_input = {
      inputText: "<@b>",
      mediaSources: [{ name: "a", mediaType: "image", base64String: bluePng.toString("base64") }],
    };
    await expect(invoke(local.client, MARENGO, { inputType: "multi_input", multi_input })).rejects.toThrow(
      "<@b>",
    );
  });

  it("gives 1024 numbers for the flat input of 2.7, whose long texts it cuts or refuses", async () => {
    const clock = { now: () => Date.parse("2026-11-01T00:00:00Z"), sleep: async () => {} };
    const before = await standInTarget({ clock });
    try {
      const { data } = await invoke(before.client, MARENGO_27, { inputType: "text", inputText: "blue" });
      expect((data as Item[])[0]?.embedding).toHaveLength(1024);
      const long = { inputType: "text", inputText: "blue ".repeat(200) };
      await invoke(before.client, MARENGO_27, long);
      await expect(invoke(before.client, MARENGO_27, { ...long, textTruncate: "none" })).rejects.toThrow(
        "77 tokens",
      );
    } finally {
      await before.close();
    }
  });

  it("speaks the other form of the answer, and other lengths, when told to", async () => {
    const other = await standInTarget({ variants: { data: "object", unitLength: false } });
    try {
      const { data } = await invoke(other.client, MARENGO, text("blue"));
      expect(Math.hypot(...(data as Item).embedding)).toBeCloseTo(3, 5);
    } finally {
      await other.close();
    }
  });
});

/** 16 × 16 points of blue. */
const bluePng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mMQ0bhDEmIY1TCqYfhqAAAUJBgQCtUO5gAAAABJRU5ErkJggg==",
  "base64",
);

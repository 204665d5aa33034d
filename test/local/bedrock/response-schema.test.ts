import fc from "fast-check";
import { type Body, invoke, pegasusBody, withSchema } from "./requests.ts";
import { PEGASUS, PEGASUS_15, type StandInTarget, sample, standInTarget } from "./target.ts";

let target: StandInTarget;
let uri: string;

beforeAll(async () => {
  target = await standInTarget({ quotas: { requestsPerMinute: { pegasus: 10_000 } } });
  uri = await target.put("colours.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

async function answer(schema: unknown, modelId = PEGASUS): Promise<Body> {
  const { message } = await invoke(target.client, modelId, pegasusBody(uri, withSchema(schema)));
  return JSON.parse(String(message)) as Body;
}

const text = { type: "string" };
const object = (properties: Body, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});
const list = (items: unknown) => ({ type: "array", items });

it("fills properties by the meaning of their names", async () => {
  const found = await answer(
    object({
      title: text,
      topics: list(text),
      hashtags: list(text),
      summary: text,
      durationSec: { type: "number" },
      numberOfCuts: { type: "integer" },
      hasAudio: { type: "boolean" },
      isSilent: { type: "boolean" },
      onScreenText: list(text),
      logos: list(object({ name: text })),
      highlights: list(object({ start: { type: "number" }, end: { type: "number" }, text })),
    }),
  );
  expect(found).toMatchObject({
    title: "Red screen, then blue screen, then green screen",
    durationSec: expect.closeTo(18, 0),
    numberOfCuts: 2,
    hasAudio: true,
    isSilent: false,
    onScreenText: [],
    logos: [],
  });
  expect(found["topics"]).toEqual(expect.arrayContaining(["red", "blue", "green", "local stand-in"]));
  expect(found["hashtags"]).toEqual(expect.arrayContaining(["#red", "#localstandin"]));
  expect(found["summary"]).toMatch(/not by Pegasus\.\)$/);
  expect(found["highlights"]).toHaveLength(2);
});

it("has read nothing, seen no brand and understood no word", async () => {
  const time = { start: { type: "number" }, end: { type: "number" } };
  const lists = (least: number) => ({
    title: text,
    onScreenText: { ...list(object({ ...time, text })), minItems: least },
    logos: { ...list(object({ ...time, brand: text })), minItems: least },
    speech: { ...list(object({ ...time, text })), minItems: least },
    summary: text,
  });
  const found = await answer(object(lists(0)));
  expect(found).toMatchObject({ onScreenText: [], logos: [], speech: [] });
  expect(found["summary"]).toMatch(/^The video is 0:18 long .*not by Pegasus\.\)$/);
  const words = "not measured by the local stand-in";
  expect(await answer(object(lists(1)))).toMatchObject({
    onScreenText: [{ text: words }],
    logos: [{ brand: words }],
    speech: [{ text: words }],
  });
});

it("keeps the declared order, but puts the first required property in front", async () => {
  const found = await answer(object({ note: text, title: text, summary: text }, ["title"]));
  expect(Object.keys(found)).toEqual(["title", "note", "summary"]);
});

it("chooses enum values that were measured, and the one that admits ignorance otherwise", async () => {
  const found = await answer(
    object({
      chapters: list(object({ colour: { enum: ["pink", "green", "blue", "red"] } })),
      weather: { type: "string", enum: ["rain", "snow", "unknown"] },
      version: { const: 7 },
    }),
  );
  expect(found).toEqual({
    chapters: [{ colour: "red" }, { colour: "blue" }, { colour: "green" }],
    weather: "unknown",
    version: 7,
  });
});

it("follows references, alternatives and schemas that refer to themselves", async () => {
  const found = await answer({
    ...object({ scenes: list({ $ref: "#/$defs/scene" }), speaker: { anyOf: [{ type: "null" }, text] } }),
    $defs: { scene: object({ title: text, scenes: list({ $ref: "#/$defs/scene" }) }, ["title"]) },
  });
  expect((found["scenes"] as Body[]).map(({ title }) => title)).toHaveLength(3);
  expect(typeof found["speaker"]).toBe("string");
});

it.each([
  ["^\\d{2}:\\d{2}:\\d{2}$"],
  ["^#[a-z]+$"],
  ["^[A-Z]{3}-[0-9]{4}$"],
  ["^(low|high)$"],
  ["^[a-z]+(-[a-z]+)*$"],
])("fits the pattern %s", async (pattern) => {
  const { title } = await answer(object({ title: { type: "string", pattern } }));
  expect(title).toMatch(new RegExp(pattern));
});

it("keeps every number within its bounds", async () => {
  const bound = fc.integer({ min: -1000, max: 1000 });
  await fc.assert(
    fc.asyncProperty(bound, bound, fc.constantFrom("start", "confidence", "foo"), async (a, b, name) => {
      const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)];
      const found = await answer(object({ [name]: { type: "integer", minimum, maximum } }));
      expect(found[name]).toBeGreaterThanOrEqual(minimum);
      expect(found[name]).toBeLessThanOrEqual(maximum);
      expect(Number.isInteger(found[name])).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it("takes a start_time of 1.5 as a time, which no boolean holds", async () => {
  const schema = object({ start_time: { type: "boolean" } });
  await expect(answer(schema, PEGASUS_15)).rejects.toThrow("cannot hold a time");
  expect(await answer(object({ end_time: text }), PEGASUS_15)).toEqual({ end_time: "00:00:18.000" });
});

it("takes the older form of responseFormat unless told not to", async () => {
  const older = { type: "json_schema", json_schema: { name: "x", schema: object({ title: text }) } };
  const body = pegasusBody(uri, { responseFormat: older });
  expect(await invoke(target.client, PEGASUS, body)).toMatchObject({ finishReason: "stop" });
  const strict = await standInTarget({ variants: { responseFormat: "current" } });
  try {
    await expect(invoke(strict.client, PEGASUS, body)).rejects.toThrow("required key [jsonSchema] not found");
  } finally {
    await strict.close();
  }
});

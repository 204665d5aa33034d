import { type Body, type Item, invoke, pegasusBody, s3, withSchema } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO, PEGASUS, sample } from "./target.ts";

let target: BedrockTarget;
let colours: string;
beforeAll(async () => {
  target = await bedrockTarget();
  colours = await target.put("three colours & more.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

const ask = (uri: string, more: Body = {}) => invoke(target.client, PEGASUS, pegasusBody(uri, more));

describe("Pegasus", () => {
  it("answers with a text and the reason for its end", async () => {
    const { message, finishReason } = await ask(colours, { maxOutputTokens: 512 });
    expect(message).toEqual(expect.stringMatching(/\w{3}/));
    expect(finishReason).toBe("stop");
  });

  it("cuts the text at the limit and says so", async () => {
    expect((await ask(colours, { maxOutputTokens: 10 }))["finishReason"]).toBe("length");
  });

  it("answers with JSON of the schema", async () => {
    const { message } = await ask(colours, withSchema(object({ title: text, topics: list(text) })));
    expect(JSON.parse(String(message))).toEqual({ title: expect.any(String), topics: expect.any(Array) });
  });
});

describe("Marengo", () => {
  it("gives one embedding of 512 numbers for a text", async () => {
    const { data } = await invoke(target.client, MARENGO, {
      inputType: "text",
      text: { inputText: "a blue screen" },
    });
    expect(data).toMatchObject([{ embedding: expect.any(Array) }]);
    expect((data as Item[])[0]?.embedding).toHaveLength(512);
  });

  it.each<[string, Body]>([
    ["keys of 2.7", { inputType: "text", inputText: "x" }],
    ["an input that is not the type's", { inputType: "text", image: { mediaSource: s3("s3://media/x") } }],
    ["an unknown input type", { inputType: "smell", smell: {} }],
    ["an empty text", { inputType: "text", text: { inputText: "" } }],
    ["no input", { inputType: "text" }],
    [
      "video, which needs StartAsyncInvoke",
      { inputType: "video", video: { mediaSource: s3("s3://media/x") } },
    ],
    ["a long text", { inputType: "text", text: { inputText: "word ".repeat(3000) } }],
  ])("refuses %s", async (_, body) => {
    await expect(invoke(target.client, MARENGO, body)).rejects.toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("a refused request to Pegasus", () => {
  const broken = /Malformed input request/;
  it.each<[string, Body | string, RegExp]>([
    ["no JSON", "{", broken],
    ["a missing prompt", { mediaSource: { base64String: "AAAA" } }, /required key \[inputPrompt\] not found/],
    ["an unknown key", pegasusBody("s3://media/x", { topP: 1 }), /extraneous key \[topP\] is not permitted/],
    [
      "a hot temperature",
      pegasusBody("s3://media/x", { temperature: 1.1 }),
      /1\.1 is not less or equal to 1/,
    ],
    ["a temperature as text", pegasusBody("s3://media/x", { temperature: "0" }), /expected type: Number/],
    ["too many tokens", pegasusBody("s3://media/x", { maxOutputTokens: 4097 }), /not less or equal to 4096/],
    ["no media", { inputPrompt: "x", mediaSource: {} }, /required key \[s3Location\] not found/],
    [
      "two media",
      { inputPrompt: "x", mediaSource: { base64String: "AAAA", s3Location: { uri: "s3://media/x" } } },
      /only one of/,
    ],
    [
      "another owner's bucket",
      { ...pegasusBody("s3://media/x"), mediaSource: owned("999999999999") },
      /owned/,
    ],
    ["no S3 URI", pegasusBody("https://media/x"), /S3 URI is invalid/],
    [
      "a long prompt",
      pegasusBody("s3://media/x", { inputPrompt: "x".repeat(8004) }),
      /longer than 2000 tokens/,
    ],
  ])("%s", async (_, body, message) => {
    await expect(invoke(target.client, PEGASUS, body)).rejects.toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400 },
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ["text", Buffer.from("this is no video at all, whatever its name says")],
    ["nothing", Buffer.alloc(0)],
  ])("%s that is named as a video", async (name, bytes) => {
    const uri = await target.put(`${name}.mp4`, bytes);
    await expect(ask(uri)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/^Unprocessable video/),
    });
  });

  it("the first half of a file", async () => {
    const whole = await sample("moving-square.webm");
    const uri = await target.put("half.webm", whole.subarray(0, 2000));
    await expect(ask(uri)).rejects.toThrow("Unprocessable video");
  });

  it("a body of more than 25 MB", async () => {
    const body = pegasusBody("s3://media/x", { inputPrompt: "x".repeat(25_000_000) });
    await expect(invoke(target.client, PEGASUS, body)).rejects.toThrow("less than or equal to 25000000");
  });

  it("a missing object", async () => {
    await expect(ask(`s3://${target.bucket}/missing.mp4`)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("The specified key does not exist"),
    });
  });

  it("a model that is not there", async () => {
    const asked = invoke(target.client, "us.twelvelabs.nothing-v1:0", pegasusBody(colours));
    await expect(asked).rejects.toMatchObject({
      name: "ValidationException",
      message: "The provided model identifier is invalid.",
    });
  });
});

const text = { type: "string" };
const object = (properties: Body, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});
const list = (items: unknown) => ({ type: "array", items });

describe("a schema that Pegasus refuses", () => {
  it.each<[string, unknown, string]>([
    ["additionalProperties", { ...object({ a: text }), additionalProperties: false }, "additionalProperties"],
    ["minLength", object({ a: { type: "string", minLength: 1 } }), "minLength"],
    ["maxLength", object({ a: { type: "string", maxLength: 9 } }), "maxLength"],
    ["maxItems", object({ a: { ...list(text), maxItems: 3 } }), "maxItems"],
    ["uniqueItems", object({ a: { ...list(text), uniqueItems: true } }), "uniqueItems"],
    ["two items at least", object({ a: { ...list(text), minItems: 2 } }), "minItems"],
    ["bounds of a number", object({ a: { type: "number", minimum: 0 } }), "minimum"],
    ["oneOf", object({ a: { oneOf: [text] } }), "type"],
    ["a list of types", object({ a: { type: ["string", "null"] } }), "unsupported type"],
    ["an outside reference", object({ a: { $ref: "https://example.com/x" } }), "$ref"],
    ["an unknown format", object({ a: { type: "string", format: "email" } }), "unsupported format"],
    ["an object as value", object({ a: { enum: [{}] } }), "scalars"],
    ["an undeclared name", object({ a: text }, ["b"]), "not declared"],
    ["a timestamp on 1.2", object({ a: { type: "timestamp" } }), "timestamp"],
    ["$schema", { ...object({ a: text }), $schema: "x" }, "$schema"],
  ])("%s", async (_, schema, words) => {
    await expect(ask(colours, withSchema(schema))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(words),
    });
  });
});

function owned(bucketOwner: string) {
  return { s3Location: { uri: "s3://media/x", bucketOwner } };
}

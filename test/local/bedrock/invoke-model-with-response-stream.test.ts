import { pieces } from "./pieces.ts";
import { type Body, pegasusBody } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO, PEGASUS, sample } from "./target.ts";

let target: BedrockTarget;
let uri: string;
beforeAll(async () => {
  target = await bedrockTarget();
  uri = await target.put("colours.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

it("delivers the text in pieces, with reason and metrics on the last one only", async () => {
  const all = await pieces(target.client, PEGASUS, pegasusBody(uri));
  expect(all.map((piece) => piece["message"]).join("")).toMatch(/\w{3}/);
  expect(all.length).toBeGreaterThan(10);
  expect(all.slice(0, -1).every(({ stopReason }) => stopReason === "")).toBe(true);
  expect(all.at(-1)).toMatchObject({
    stopReason: "stop",
    "amazon-bedrock-invocationMetrics": { outputTokenCount: expect.any(Number) },
  });
});

it("ends with length when the text was cut", async () => {
  const all = await pieces(target.client, PEGASUS, pegasusBody(uri, { maxOutputTokens: 5 }));
  expect(all.at(-1)?.["stopReason"]).toBe("length");
});

it.each<[string, string, () => Body]>([
  ["a model that does not stream", MARENGO, () => ({ inputType: "text", text: { inputText: "x" } })],
  ["a model that is not there", "us.twelvelabs.nothing-v1:0", () => pegasusBody(uri)],
  ["an unknown key", PEGASUS, () => pegasusBody(uri, { topP: 1 })],
  ["a missing object", PEGASUS, () => pegasusBody(`s3://${target.bucket}/missing.mp4`)],
])("refuses %s before the first piece", async (_, modelId, body) => {
  await expect(pieces(target.client, modelId, body())).rejects.toMatchObject({
    name: "ValidationException",
    $metadata: { httpStatusCode: 400 },
  });
});

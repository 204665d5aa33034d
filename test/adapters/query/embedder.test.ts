import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { queryEmbedder } from "../../../lambda/adapters/query/embedder.ts";
import { queryEmbeddingKey } from "../../../lambda/keys.ts";
import { embeddingModel } from "../../../lambda/models.ts";
import { openPort, type Port } from "../../../local/port.ts";
import type { Reply } from "../../../local/service.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { dummyCredentials } from "../../local/serve.ts";

const model = embeddingModel("marengo-3.0");
const NOW = Date.parse("2026-11-21T10:00:00Z");

let test: TestCatalog;
let port: Port;
let bedrock: BedrockRuntimeClient;
let requests: { path: string; body: unknown }[];
let answer: () => Reply | Promise<Reply>;

beforeAll(async () => {
  test = await aCatalog();
  port = await openPort(0, async ({ path, body }) => {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    requests.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) });
    return answer();
  });
  bedrock = new BedrockRuntimeClient({
    endpoint: port.endpoint,
    region: "us-east-1",
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  bedrock.destroy();
  await port.close();
  await test.close();
});
beforeEach(() => {
  requests = [];
  answer = () => json({ data: [{ embedding: [3, 4, ...Array.from({ length: 510 }, () => 0)] }] });
});

const json = (body: unknown): Reply => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const failure = (name: string, status: number, message: string): Reply => ({
  status,
  headers: { "content-type": "application/json", "x-amzn-errortype": name },
  body: JSON.stringify({ message }),
});
const embedder = () =>
  queryEmbedder({
    ...{ bedrock, model, region: "us-east-1" },
    table: test.client,
    tableName: test.tableName,
    clock: { now: () => NOW },
  });

describe("a text", () => {
  it("is embedded by the route of the region, to unit length", async () => {
    const vector = await embedder().text("blue sky");
    expect(Array.from(vector.subarray(0, 3), (value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0]);
    expect(requests).toEqual([
      {
        path: "/model/us.twelvelabs.marengo-embed-3-0-v1%3A0/invoke",
        body: { inputType: "text", text: { inputText: "blue sky" } },
      },
    ]);
  });

  it("is paid for once: asked again, asked at the same time, and asked of another worker", async () => {
    const first = embedder();
    await Promise.all([first.text("once"), first.text("once")]);
    await first.text("once");
    const vector = await embedder().text("once");
    expect(requests).toHaveLength(1);
    expect(vector).toEqual(await first.text("once"));
    expect(await test.item(queryEmbeddingKey("marengo-3.0", "once"))).toMatchObject({
      expiresAt: NOW / 1000 + 30 * 24 * 3600,
    });
  });

  it("is asked for again after a failure", async () => {
    const one = embedder();
    answer = () => failure("InternalServerException", 500, "a fault");
    await expect(one.text("twice")).rejects.toMatchObject({ code: "model_error" });
    answer = () => json({ embedding: Array.from({ length: 512 }, () => 1) });
    await one.text("twice");
    expect(requests).toHaveLength(2);
  });

  it("that cannot be under the model's limit costs no call", async () => {
    await expect(embedder().text("x".repeat(1_000_000))).rejects.toMatchObject({
      code: "token_limit_exceeded",
    });
    expect(requests).toEqual([]);
  });

  it.each([
    [
      "too long for the service",
      failure("ValidationException", 400, "The input text is longer than 500 tokens."),
      "token_limit_exceeded",
    ],
    ["refused otherwise", failure("ValidationException", 400, "Malformed input request"), "model_error"],
    ["asked too often", failure("ThrottlingException", 429, "Too many requests"), "too_many_requests"],
    [
      "asked without permission",
      failure("AccessDeniedException", 403, "arn:aws:iam::1:role/x"),
      "model_error",
    ],
    ["answered with a wrong shape", json({ data: [{ embedding: [1, 2] }] }), "model_error"],
    ["answered by a proxy", { status: 200, body: "<html>" }, "model_error"],
  ])("%s is an error that says nothing of the service's words", async (what, reply, code) => {
    answer = () => reply;
    const error: Error = await embedder()
      .text(what)
      .then(
        () => new Error("no failure"),
        (failed: Error) => failed,
      );
    expect(error).toMatchObject({ name: "ApiError", code });
    expect(error.message).not.toMatch(/arn:|500 tokens|Malformed/);
  });
});

describe("an image", () => {
  it("is embedded each time", async () => {
    await embedder().image({ base64String: "AAAA" });
    expect(requests[0]?.body).toEqual({
      inputType: "image",
      image: { mediaSource: { base64String: "AAAA" } },
    });
  });

  it("that the model refuses is the caller's fault", async () => {
    answer = () => failure("ValidationException", 400, "Unprocessable image");
    await expect(embedder().image({ base64String: "AAAA" })).rejects.toMatchObject({
      code: "parameter_invalid",
    });
  });
});

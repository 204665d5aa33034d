import { PermanentError } from "../../lambda/domain/errors.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { Throttled } from "../../lambda/ports.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { type EmbedPorts, embedRoutes } from "../../lambda/query/embed.ts";
import type { ImageSource, QueryEmbedder } from "../../lambda/query/ports.ts";
import { memoryLog, only } from "../fakes.ts";
import { answerOf, CALLER } from "./questions.ts";

const TEXT = Float32Array.of(1, 0);
const IMAGE = Float32Array.of(0, 1);

const ports = (embedder: Partial<QueryEmbedder> = {}): EmbedPorts => ({
  embedder: only<QueryEmbedder>("embedder", {
    text: async () => TEXT,
    image: async () => IMAGE,
    ...embedder,
  }),
  images: only<ImageSource>("images", { media: async () => ({ base64String: "aW1n" }) }),
  model: embeddingModel("marengo-3.0"),
});

function send(path: string, body: FormData | object, given = ports()): Promise<Response> {
  const isForm = body instanceof FormData;
  const request = new Request(`http://api${path}`, {
    method: "POST",
    body: isForm ? body : JSON.stringify(body),
    ...(isForm ? {} : { headers: { "content-type": "application/json" } }),
  });
  return queryApp([embedRoutes(given)])({ request, caller: CALLER, requestId: "r", log: memoryLog() });
}
function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

test("a text of a form has its vector in the words of both versions", async () => {
  const sent = await send("/v1.2/embed", form({ engine_name: "Marengo-retrieval-2.6", text: "sea" }));
  expect(await answerOf(sent)).toEqual({
    status: 200,
    body: {
      engine_name: "marengo3.0",
      model_name: "marengo3.0",
      text_embedding: { float: [1, 0], segments: [{ float: [1, 0] }] },
    },
  });
});

test.each([
  ["an address", { image_url: "https://example.com/a.png" }],
  ["a file", { image_file: new Blob(["img"]) }],
])("an image of %s is embedded", async (_, image) => {
  const { body } = await answerOf(await send("/v1.3/embed", form({ model_name: "marengo3.0", ...image })));
  expect(body).toMatchObject({ image_embedding: { segments: [{ float: [0, 1] }] } });
});

test.each([
  ["text", { input_type: "text", model_name: "marengo3.0", text: { input_text: "sea" } }, [1, 0]],
  ["image", { input_type: "image", image: { media_source: { base64_string: "aW1n" } } }, [0, 1]],
  [
    "both",
    { input_type: "text_image", text_image: { input_text: "sea", media_source: { url: "https://e.com/a" } } },
    [expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)],
  ],
])("the v2 form takes %s, at both paths", async (_, body, embedding) => {
  const item = { embedding, embedding_option: null, embedding_scope: null, start_sec: null, end_sec: null };
  for (const path of ["/v1.3/embed-v2", "/v1.3/embed"])
    expect((await answerOf(await send(path, body))).body).toEqual({ data: [item] });
});

test.each([
  ["nothing to embed", form({ engine_name: "marengo3.0" }), "parameter_not_provided"],
  ["another family", form({ engine_name: "pegasus1.2", text: "sea" }), "parameter_invalid"],
  ["sound", form({ model_name: "marengo3.0", audio_url: "https://e.com/a.mp3" }), "parameter_invalid"],
  ["two images", form({ image_url: "https://e.com/a", image_file: new Blob(["i"]) }), "parameter_invalid"],
  ["an unknown field", form({ text: "sea", colour: "red" }), "parameter_unknown"],
  [
    "video",
    { input_type: "video", video: { media_source: { url: "https://e.com/a" } } },
    "parameter_invalid",
  ],
  [
    "two sources",
    { input_type: "image", image: { media_source: { url: "u", base64_string: "b" } } },
    "parameter_invalid",
  ],
  ["an asset", { input_type: "image", image: { media_source: { asset_id: "a" } } }, "parameter_invalid"],
])("%s is refused", async (_, body, code) => {
  expect(await answerOf(await send("/v1.3/embed", body))).toMatchObject({ status: 400, body: { code } });
});

test("the image source learns who asks, for what only some may see", async () => {
  const callers: unknown[] = [];
  const media: ImageSource["media"] = async (_, caller) => {
    callers.push(caller);
    return { base64String: "aW1n" };
  };
  const given = { ...ports(), images: only<ImageSource>("images", { media }) };
  await send("/v1.3/embed", form({ image_url: "s3://videos/a.png" }), given);
  expect(callers).toEqual([CALLER]);
});

test.each([
  [new Throttled("secret"), 429, "too_many_requests"],
  [new PermanentError("ACCESS_DENIED", "secret"), 502, "model_error"],
])("a model that fails is told without its words", async (error, status, code) => {
  const failing = ports({ text: async () => Promise.reject(error) });
  const answer = await answerOf(await send("/v1.3/embed", form({ text: "sea" }), failing));
  expect(answer).toMatchObject({ status, body: { code } });
  expect(JSON.stringify(answer)).not.toContain("secret");
});

import type * as z from "zod";
import { ClassifyBody } from "../../../lambda/contracts/api/classify.ts";
import { GenerateRequest } from "../../../lambda/contracts/api/generate.ts";
import { GistRequest } from "../../../lambda/contracts/api/gist.ts";
import { CreateIndexBody } from "../../../lambda/contracts/api/index.ts";
import { SearchBody } from "../../../lambda/contracts/api/search.ts";
import { SummarizeRequest } from "../../../lambda/contracts/api/summarize.ts";
import { CreateTaskBody } from "../../../lambda/contracts/api/task.ts";

const ID = "0123456789abcdef01234567";
const engines = [{ engine_name: "marengo2.6", engine_options: ["visual"] }];
const red = { name: "Red", prompts: ["red"] };

/** Clients in Python write `None` for what they leave out. */
test.each<[string, z.ZodType, object, object]>([
  ["an index", CreateIndexBody, { index_name: "Holiday", engines }, { addons: null, models: null }],
  ["a task", CreateTaskBody, { index_id: ID, video_url: "https://example.com/a.mp4" }, { language: null }],
  [
    "a search",
    SearchBody,
    { index_id: ID, query: "blue", search_options: ["visual"] },
    { filter: null, threshold: null, group_by: null, conversation_option: null },
  ],
  [
    "a classification",
    ClassifyBody,
    { index_id: ID, options: ["visual"], classes: [red], threshold: { min_video_score: 1 } },
    {
      page_limit: null,
      classes: [{ ...red, options: null, conversation_option: null }],
      threshold: { min_video_score: 1, min_duration_ratio: null },
    },
  ],
  ["a gist", GistRequest, { video_id: ID, types: ["title"] }, { prompt: null }],
  ["a summary", SummarizeRequest, { video_id: ID, type: "summary" }, { prompt: null, temperature: null }],
  ["a question", GenerateRequest, { video_id: ID, prompt: "Why?" }, { max_tokens: null, stream: null }],
])("%s takes null for what is left out", (_, schema, body, left) => {
  expect(schema.parse({ ...body, ...left })).toEqual(schema.parse(body));
});

test("an empty wish for a summary is none", () => {
  expect(SummarizeRequest.parse({ video_id: ID, type: "summary", prompt: " " }).prompt).toBeUndefined();
});

test.each(["True", "false", true])("a task takes %p for a switch", (flag) => {
  const body = { index_id: ID, video_url: "https://example.com/a.mp4", provide_transcription: flag };
  expect(CreateTaskBody.safeParse(body).success).toBe(true);
});

test("a question names its video by its id, or as an asset", () => {
  const byId = GenerateRequest.parse({ video_id: ID, prompt: "Why?" });
  const video = { type: "asset_id", asset_id: ID };
  expect(GenerateRequest.parse({ model_name: "pegasus1.5", video, prompt: "Why?" })).toEqual(byId);
  expect(GenerateRequest.safeParse({ prompt: "Why?" }).error?.issues).toMatchObject([
    { code: "invalid_type", path: ["video_id"] },
  ]);
  for (const wrong of [{ model_name: "marengo3.0" }, { video: { type: "url", url: "https://example.com" } }])
    expect(GenerateRequest.safeParse({ video_id: ID, prompt: "Why?", ...wrong }).success).toBe(false);
});

import type { ApiAnswer, ApiRequest } from "../../../bin/compat/api.ts";
import type { Library } from "../../../bin/compat/library.ts";
import { type Json, readRecording } from "../../../bin/compat/recording.ts";
import { replay } from "../../../bin/compat/replay.ts";

const INDEX = "1".repeat(24);
const VIDEO = "2".repeat(24);
const UNKNOWN = "f".repeat(24);

/** A library that answers as it is told and keeps what it was asked. */
function library(...answers: ApiAnswer[]) {
  const requests: ApiRequest[] = [];
  const fake: Library = {
    api: async (request) => {
      requests.push(request);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nothing planned for ${request.method} ${request.path}`);
      return answer;
    },
    indexId: INDEX,
    videoId: VIDEO,
    clip: "none.mp4",
    spare: async () => ({ indexId: "3".repeat(24), videoId: "4".repeat(24) }),
    indexName: (wish) => `${wish} (1)`,
    close: async () => {},
  };
  return { fake, requests };
}

const recording = (
  method: string,
  endpoint: string,
  python_body: string | null,
  status: number,
  response: unknown,
) =>
  readRecording("a.json", JSON.stringify({ request: { method, endpoint, python_body }, status, response }));

const page = (data: Json[], token?: string): Json => ({
  data,
  page_info: { total_results: 1, ...(token === undefined ? {} : { next_page_token: token }) },
});

test("ids and names of another library become ours, and the rest stays as it was", async () => {
  const { fake, requests } = library({ status: 200, body: { id: "x", summary: "s" } });
  const body = `{"video_id": VIDEO_ID, "type": "summary", "prompt": "For a fair."}`;
  const finding = await replay(fake, recording("POST", "/summarize", body, 200, { id: "y", summary: "t" }));
  expect(requests).toEqual([
    { method: "POST", path: "/summarize", body: { video_id: VIDEO, type: "summary", prompt: "For a fair." } },
  ]);
  expect(finding).toMatchObject({ differences: [], documented: [], notes: [], sharedFields: 2 });
});

test("a new index has a name that is free, also where its name was written out", async () => {
  const { fake, requests } = library({ status: 201, body: { _id: INDEX } });
  await replay(fake, recording("POST", "/indexes", `{"index_name": "Ads"}`, 201, { _id: INDEX }));
  expect(requests[0]?.body).toEqual({ index_name: "Ads (1)" });
});

test("variables in a query string become values", async () => {
  const { fake, requests } = library({ status: 200, body: page([]) });
  await replay(fake, recording("GET", "/tasks?index_id={INDEX_ID}&page_limit={n}", null, 200, page([])));
  expect(requests[0]?.path).toBe(`/tasks?index_id=${INDEX}&page_limit=10`);
});

test("where the samples have nothing for a query, another one is asked and named", async () => {
  const hit = { start: 0, score: 80 };
  const { fake, requests } = library(
    { status: 200, body: page([]) },
    { status: 200, body: page([]) },
    { status: 200, body: page([hit]) },
  );
  const body = `{"query": query, "index_id": INDEX_ID, "search_options": ["visual"]}`;
  const finding = await replay(
    fake,
    recording("POST", "/search/", body, 200, page([{ start: 1, score: 70 }])),
  );
  expect(requests).toHaveLength(3);
  expect(requests.map(({ path }) => path)).toEqual(["/search/", "/search/", "/search/"]);
  expect(finding).toMatchObject({ differences: [], notes: [`asked for "purple" instead`] });
});

test("a token of a next page is asked for where one was recorded", async () => {
  const { fake, requests } = library(
    { status: 200, body: page([{ start: 0 }]) },
    { status: 200, body: page([{ start: 0 }], "t-1") },
  );
  const recorded = page([{ start: 1 }], "u-1");
  const finding = await replay(fake, recording("POST", "/search", `{"query": "a"}`, 200, recorded));
  expect(requests[1]?.body).toEqual({ query: "a", page_limit: 1 });
  expect(finding.differences).toEqual([]);
});

test("a recorded 404 is asked for with an id that names nothing", async () => {
  const error = { code: "resource_not_exists", message: "Resource does not exist in video collection." };
  const { fake, requests } = library({ status: 404, body: error });
  const finding = await replay(
    fake,
    recording("POST", "/gist", `{"video_id": VIDEO_ID, "types": ["title"]}`, 404, error),
  );
  expect(requests[0]?.body).toEqual({ video_id: UNKNOWN, types: ["title"] });
  expect(finding.differences).toEqual([]);
});

test("what is deleted was made for it", async () => {
  const { fake, requests } = library({ status: 204, body: null });
  await replay(fake, recording("DELETE", "/indexes/", null, 204, null));
  expect(requests[0]?.path).toBe(`/indexes/${"3".repeat(24)}`);
});

test.each([null, "", {}])("an answer without content is like a recorded %j", async (kept) => {
  const { fake } = library({ status: 204, body: null });
  const finding = await replay(fake, recording("PUT", "/indexes/", `{"index_name": "B"}`, 204, kept));
  expect(finding.differences).toEqual([]);
});

test("a next page that cannot be asked for is a difference of its own, not the end of all", async () => {
  const { fake } = library({ status: 200, body: page([]) });
  const finding = await replay(fake, recording("GET", "/search/", null, 200, page([{ start: 0 }])));
  expect(finding.differences).toEqual([
    { path: "", kind: "operation", text: "A list of several pages was answered with 200 and no token." },
  ]);
});

test("a refused key is tried with a wrong key", async () => {
  const error = { code: "api_key_invalid", message: "m" };
  const { fake, requests } = library({ status: 401, body: error });
  await replay(fake, recording("GET", "/indexes", null, 401, error));
  expect(requests[0]?.apiKey).toBe("wrong-key");
});

test("classes become colours of the samples where nothing was found for them", async () => {
  const found = { data: [{ video_id: VIDEO, classes: [] }], page_info: {} };
  const { fake, requests } = library({ status: 200, body: page([]) }, { status: 200, body: found });
  const body = `{"index_id": INDEX_ID, "options": ["visual"], "classes": [{"name": "Pets", "prompts": ["Cats"]}]}`;
  const finding = await replay(fake, recording("POST", "/classify/bulk", body, 200, found));
  expect(requests[1]?.body).toMatchObject({
    classes: [{ name: "Pets", prompts: expect.arrayContaining(["blue"]) }],
  });
  expect(finding).toMatchObject({ differences: [], notes: ["the prompts are colours of the samples"] });
});

test("another status is the only difference, with the code of the error", async () => {
  const { fake } = library({ status: 500, body: { code: "internal_error", message: "m" } });
  const finding = await replay(fake, recording("GET", "/indexes", null, 200, page([])));
  expect(finding.differences).toEqual([
    { path: "", kind: "status", text: "200 recorded, 500 here (internal_error)" },
  ]);
});

test("an operation that is not known is a difference", async () => {
  const { fake } = library();
  const finding = await replay(fake, recording("POST", "/unheard-of", "{}", 200, {}));
  expect(finding.differences).toHaveLength(1);
});

test.each([
  ["{", "a.json is not valid JSON."],
  ["{}", "a.json is no recorded exchange: request:"],
  [
    JSON.stringify({ request: { method: "GET", endpoint: "/", python_body: "{" }, status: 200 }),
    "The body in a.json cannot be read: line 1: a value is missing.",
  ],
])("a broken file is told in one line: %s", (text, message) => {
  expect(() => readRecording("a.json", text)).toThrow(message);
});

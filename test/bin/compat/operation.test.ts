import { operationOf } from "../../../bin/compat/operation.ts";
import type { Json } from "../../../bin/compat/recording.ts";

const videos = { data: [{ _id: "1", metadata: { filename: "a.mp4" } }], page_info: {} };
const indexes = { data: [{ _id: "1", index_name: "A" }], page_info: {} };
const error = { code: "resource_not_exists", message: "Resource with id '1' does not exist." };

const nameOf = (method: string, endpoint: string, response: Json = null, body?: Record<string, string>) =>
  operationOf({ method, endpoint, response, body })?.name;

test.each([
  ["POST", "/indexes", "create an index"],
  ["POST", "/indexes/", "create an index"],
  ["POST", "/search/", "search"],
  ["POST", "https://api.example.com/v1.2/classify/bulk", "classify an index"],
  ["POST", "{API_URL}/gist", "gist"],
  ["POST", `f"{API_URL}/tasks/external-provider"`, "create a task from a provider"],
  ["GET", "/indexes/{INDEX_ID}/videos", "list videos"],
  ["GET", "/indexes/{INDEX_ID}/videos?page=1", "list videos"],
  ["GET", "/indexes//videos", "list videos"],
  ["GET", "/indexes/videos", "list videos"],
  ["GET", "/tasks/status?index_id={INDEX_ID}", "count tasks"],
  ["GET", "/tasks/{TASK_ID}", "show a task"],
  ["GET", "/search/{token}", "next page of a search"],
  ["PUT", "/indexes/{INDEX_ID}/videos/{VIDEO_ID}", "update a video"],
] as const)("%s %s is known", (method, endpoint, name) => {
  expect(nameOf(method, endpoint)).toBe(name);
});

test.each([
  ["GET", "/indexes/", videos, "list videos"],
  ["GET", "/indexes/", indexes, "list indexes"],
  ["GET", "/indexes/", { data: [] }, "list indexes"],
  ["GET", "/indexes/", { _id: "1", index_name: "A" }, "show an index"],
  ["GET", "/indexes/", { _id: "1", metadata: {} }, "show a video"],
  ["GET", "/indexes/", error, "show an index"],
  ["GET", "/indexes/{INDEX_ID}/videos/", videos, "list videos"],
  ["GET", "/indexes/{INDEX_ID}/videos/", { _id: "1", metadata: {} }, "show a video"],
  ["DELETE", "/indexes/", null, "delete an index"],
  ["DELETE", "/indexes/{INDEX_ID}/videos/", null, "delete a video"],
  ["GET", "/tasks/", { data: [], page_info: {} }, "list tasks"],
  ["GET", "/tasks/", { _id: "1", status: "ready" }, "show a task"],
  ["DELETE", "/tasks/", null, "delete a task"],
  ["GET", "/search/", { data: [], page_info: {} }, "next page of a search"],
] as const)("%s %s is told by its answer: %j", (method, endpoint, response, name) => {
  expect(nameOf(method, endpoint, response)).toBe(name);
});

test("a PUT whose ids are lost is told by its body", () => {
  expect(nameOf("PUT", "/indexes/", null, { index_name: "B" })).toBe("rename an index");
  expect(nameOf("PUT", "/indexes/", null, { video_title: "B" })).toBe("update a video");
});

test("a slash that belongs to the path is kept, one before a lost id is not", () => {
  expect(
    operationOf({ method: "POST", endpoint: "/search/", response: null, body: undefined }),
  ).toMatchObject({
    path: "/search",
    endsInSlash: true,
  });
  expect(
    operationOf({ method: "GET", endpoint: "/indexes/", response: videos, body: undefined }),
  ).toMatchObject({
    path: "/indexes/:index/videos",
    endsInSlash: false,
  });
});

test("what is no operation is not taken for one", () => {
  expect(nameOf("PATCH", "/indexes")).toBeUndefined();
  expect(nameOf("POST", "/unheard-of")).toBeUndefined();
});

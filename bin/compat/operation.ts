import type { Json, Recording } from "./recording.ts";

/** What the operations are called in the report, with their paths below the version. */
const OPERATIONS = [
  ["POST", "/indexes", "create an index"],
  ["GET", "/indexes", "list indexes"],
  ["GET", "/indexes/:index", "show an index"],
  ["PUT", "/indexes/:index", "rename an index"],
  ["DELETE", "/indexes/:index", "delete an index"],
  ["GET", "/indexes/:index/videos", "list videos"],
  ["GET", "/indexes/:index/videos/:video", "show a video"],
  ["PUT", "/indexes/:index/videos/:video", "update a video"],
  ["DELETE", "/indexes/:index/videos/:video", "delete a video"],
  ["GET", "/indexes/:index/videos/:video/transcription", "show the speech of a video"],
  ["GET", "/indexes/:index/videos/:video/text-in-video", "show the writing in a video"],
  ["GET", "/indexes/:index/videos/:video/logo", "show the brands in a video"],
  ["POST", "/tasks", "create a task"],
  ["POST", "/tasks/external-provider", "create a task from a provider"],
  ["GET", "/tasks", "list tasks"],
  ["GET", "/tasks/status", "count tasks"],
  ["GET", "/tasks/:task", "show a task"],
  ["DELETE", "/tasks/:task", "delete a task"],
  ["POST", "/search", "search"],
  ["POST", "/search-v2", "search"],
  ["GET", "/search/:search", "next page of a search"],
  ["POST", "/classify", "classify videos"],
  ["POST", "/classify/bulk", "classify an index"],
  ["GET", "/classify/:classification", "next page of a classification"],
  ["POST", "/gist", "gist"],
  ["POST", "/summarize", "summarize"],
  ["POST", "/generate", "generate"],
  ["POST", "/analyze", "analyze"],
  ["POST", "/embed", "embed"],
  ["GET", "/engines", "list engines"],
  ["GET", "/engines/:engine", "show an engine"],
] as const;

export type OperationName = (typeof OPERATIONS)[number][2];

export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  /** With `:index` and the like where ids belong. */
  readonly path: string;
  /** As it was recorded, with its `?`, or empty. */
  readonly query: string;
  /** Whether the path ended in a slash that belongs to it rather than to an id that is lost. */
  readonly endsInSlash: boolean;
}

/** Undefined for what is no operation of v1.2 that is known here. */
export function operationOf(recording: Pick<Recording, "method" | "endpoint" | "response" | "body">) {
  const { path, query } = splitEndpoint(recording.endpoint);
  const segments = path.split("/").slice(1);
  if (segments[0] === "indexes" && segments[1] === "videos") segments.splice(1, 0, "");
  const endsInSlash = segments.at(-1) === "";
  if (endsInSlash) segments.pop();
  const lost = endsInSlash ? lostEnd(recording, segments) : [];
  const wanted = [...segments, ...lost];
  const found = OPERATIONS.find(
    ([method, pattern]) => method === recording.method && matches(pattern.split("/").slice(1), wanted),
  );
  if (found === undefined) return undefined;
  const [method, pattern, name] = found;
  return { name, method, path: pattern, query, endsInSlash: endsInSlash && lost.length === 0 } as const;
}

/** The path below the version, whatever stood before it: a host, a variable with the host, quotes of an f-string. */
function splitEndpoint(endpoint: string): { path: string; query: string } {
  const text = endpoint
    .trim()
    .replace(/^f?["'](.*)["']$/, "$1")
    .replace(/^\{\w*\}(?=\/|$)/, "")
    .replace(/^https?:\/\/[^/]*/, "")
    .replace(/^\/v\d+(\.\d+)?(?=\/|$)/, "");
  const [path = "", ...query] = text.split("?");
  return {
    path: path.startsWith("/") ? path : `/${path}`,
    query: query.length === 0 ? "" : `?${query.join("?")}`,
  };
}

/** Literal parts match themselves, ids whatever stands in their place, be it nothing. Exact paths come first in the list. */
function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) =>
      part.startsWith(":") ? !isLiteral(pattern, at, segments[at] ?? "") : part === segments[at],
    )
  );
}

/** `/tasks/status` is no task that is called "status". */
function isLiteral(pattern: readonly string[], at: number, segment: string): boolean {
  return OPERATIONS.some(([, other]) => {
    const parts = other.split("/").slice(1);
    return parts[at] === segment && parts.slice(0, at).join("/") === pattern.slice(0, at).join("/");
  });
}

/**
 * The end of a path that stopped before an id: `/indexes/` for `/indexes/<id>/videos`. What was answered tells which
 * operation it was.
 */
function lostEnd(
  { method, response, body }: Pick<Recording, "method" | "response" | "body">,
  path: readonly string[],
) {
  const [collection, , third] = path;
  const isTop = path.length === 1;
  if (collection === "indexes" && isTop && method !== "POST") {
    if (isListOf(response, "metadata")) return ["", "videos"];
    if (isListOf(response, "index_name")) return [];
    if (method === "GET") return isVideo(response) ? ["", "videos", ""] : isList(response) ? [] : [""];
    return method === "PUT" && !hasField(body, "index_name") ? ["", "videos", ""] : [""];
  }
  if (collection === "indexes" && third === "videos" && method !== "POST")
    return isList(response) ? [] : [""];
  const isOne = method === "DELETE" || (method === "GET" && !isList(response));
  if (collection === "tasks" && isTop && isOne) return [""];
  if ((collection === "search" || collection === "classify") && method === "GET") return [""];
  return [];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasField = (value: unknown, field: string) => isRecord(value) && field in value;
const isList = (response: Json) => isRecord(response) && Array.isArray(response["data"]);
const isVideo = (response: Json) => hasField(response, "metadata");

function isListOf(response: Json, field: string): boolean {
  return (
    isRecord(response) &&
    Array.isArray(response["data"]) &&
    response["data"].some((item) => hasField(item, field))
  );
}

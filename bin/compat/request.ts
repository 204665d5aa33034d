import { errorMessage, isObject, nextPageToken } from "./answers.ts";
import type { ApiRequest } from "./api.ts";
import { CompatError } from "./compat-error.ts";
import { fill, type Replacements } from "./fill.ts";
import type { Library } from "./library.ts";
import type { Operation, OperationName } from "./operation.ts";
import { isDict, type PythonValue, Variable } from "./python-value.ts";
import type { Json, Recording } from "./recording.ts";
import { uploadForm } from "./upload-form.ts";

/** Ids of the right form that name nothing. */
const UNKNOWN_ID = "f".repeat(24);
/** A key of the right form that opens nothing. */
const WRONG_KEY = "wrong-key";
/** Operations that change what the others look at: they get an index and a video of their own. */
const CHANGING: readonly OperationName[] = [
  "rename an index",
  "delete an index",
  "update a video",
  "delete a video",
  "delete a task",
];

type Target = Pick<Replacements, "indexId" | "videoId">;

/** The recorded request, aimed at the library. */
export async function requestFor(
  library: Library,
  operation: Operation,
  recording: Recording,
): Promise<ApiRequest> {
  const target = await targetFor(library, operation, recording);
  const replacements: Replacements = {
    ...target,
    indexName: library.indexName(nameIn(recording.body)),
    query: "blue",
    url: "https://media.example.com/clip.mp4",
  };
  const path = await pathFor(library, operation, recording, replacements);
  const { method } = operation;
  const base = { method, path, ...(isKeyRefused(recording) ? { apiKey: WRONG_KEY } : {}) };
  if (recording.body === undefined || method === "GET") return base;
  const body = fill(recording.body, replacements);
  return { ...base, body: operation.name === "create a task" ? await uploadForm(body, library.clip) : body };
}

/** A recorded 404 tells whose id was not there. */
async function targetFor(
  library: Library,
  { name }: Operation,
  { status, response }: Recording,
): Promise<Target> {
  const { indexId, videoId } = library;
  if (status === 404) {
    const message = errorMessage(response);
    return {
      indexId: message.includes("video collection") ? indexId : UNKNOWN_ID,
      videoId: message.includes("index collection") ? videoId : UNKNOWN_ID,
    };
  }
  return CHANGING.includes(name) && status < 300 ? library.spare() : { indexId, videoId };
}

const isKeyRefused = ({ status, response }: Recording) =>
  status === 401 || (isObject(response) && response["code"] === "api_key_invalid");

function nameIn(body: PythonValue | undefined): string {
  const name = body !== undefined && isDict(body) ? body["index_name"] : undefined;
  return typeof name === "string" ? name : "Recorded";
}

async function pathFor(
  library: Library,
  operation: Operation,
  recording: Recording,
  replacements: Replacements,
) {
  const { indexId, videoId } = replacements;
  const ids: Readonly<Record<string, () => string | Promise<string>>> = {
    index: () => indexId,
    video: () => videoId,
    task: () => videoId,
    engine: () => "marengo2.6",
    search: () => (recording.status < 300 ? searchToken(library) : UNKNOWN_ID),
    classification: () => (recording.status < 300 ? classificationToken(library) : UNKNOWN_ID),
  };
  const parts = await Promise.all(
    operation.path.split("/").map((part) => (part.startsWith(":") ? (ids[part.slice(1)]?.() ?? part) : part)),
  );
  return `${parts.join("/")}${operation.endsInSlash ? "/" : ""}${queryFor(operation, recording, replacements)}`;
}

/** The recorded query string, and what a GET was given as a dict of parameters. */
function queryFor({ method, query }: Operation, { body }: Recording, replacements: Replacements): string {
  const fields: [string, PythonValue][] = [...new URLSearchParams(query)].map(([name, value]) => {
    const variable = /^\{(\w+).*\}$/.exec(value)?.[1];
    return [name, variable === undefined ? value : new Variable(variable)];
  });
  if (method === "GET" && body !== undefined && isDict(body)) fields.push(...Object.entries(body));
  const filled = fields.map(([name, value]): [string, string] => [
    name,
    String(fill(value, replacements, name)),
  ]);
  return filled.length === 0 ? "" : `?${new URLSearchParams(filled)}`;
}

/** Pages of one hit each, so that there is a second one. */
async function searchToken({ api, indexId }: Library): Promise<string> {
  const body = {
    index_id: indexId,
    query: "blue",
    search_options: ["visual"],
    threshold: "none",
    page_limit: 1,
  };
  return tokenOf(await api({ method: "POST", path: "/search", body }));
}

async function classificationToken({ api, indexId }: Library): Promise<string> {
  const classes = [{ name: "any", prompts: ["blue", "purple", "black"] }];
  const body = { index_id: indexId, options: ["visual"], classes, page_limit: 1 };
  return tokenOf(await api({ method: "POST", path: "/classify/bulk", body }));
}

function tokenOf({ status, body }: { readonly status: number; readonly body: Json }): string {
  const token = nextPageToken(body);
  if (token === undefined)
    throw new CompatError(`A list of several pages was answered with ${status} and no token.`);
  return token;
}

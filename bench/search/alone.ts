import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoDbApiKeys } from "../../lambda/adapters/query/api-keys.ts";
import { queryEmbedder } from "../../lambda/adapters/query/embedder.ts";
import { dynamoDbLibrary } from "../../lambda/adapters/query/library.ts";
import { savedPages } from "../../lambda/adapters/query/saved-searches.ts";
import { dynamoDbSegments } from "../../lambda/adapters/query/segments.ts";
import { vectorSearch } from "../../lambda/adapters/query/vector-search.ts";
import { wordSearch } from "../../lambda/adapters/query/word-search.ts";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../../lambda/models.ts";
import type { Log } from "../../lambda/ports.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { authorize } from "../../lambda/query/authorize.ts";
import { searchRoutes } from "../../lambda/query/search.ts";
import { INDEX_ID } from "./make-library.ts";
import { type Memory, memoryMb } from "./memory.ts";
import { ALONGSIDE, Stopwatch } from "./stopwatch.ts";
import { textAt } from "./topics.ts";

/** What the query function took for searches, in a process that did nothing else. */
export interface Alone {
  /** Milliseconds of each part, one for each search; parts that wait at the same time overlap. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
  readonly memory: Memory;
  /** The same before the first search. */
  readonly before: Memory;
}

const WARM_UP = 5;
const [endpoint = "", region = "", tableName = "", vectorBucketName = "", secret = "", times = "0"] =
  process.argv.slice(2);
const settings = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
const model = embeddingModel(DEFAULT_EMBEDDING_MODEL);
const log: Log = { with: () => log, info: () => {}, warn: () => {}, error: () => {} };
const base = new DynamoDBClient(settings);
const table = DynamoDBDocumentClient.from(base);
const watch = new Stopwatch();
const library = dynamoDbLibrary(table, tableName);
const embedder = queryEmbedder({
  ...{ bedrock: new BedrockRuntimeClient(settings), table, tableName, model, region },
  clock: { now: Date.now },
});
const vectors = vectorSearch(new S3VectorsClient(settings), vectorBucketName, model);
const pages = savedPages(table, tableName);

const app = queryApp([
  searchRoutes({
    library: {
      ...library,
      index: (id) => watch.time("index", library.index(id)),
      videos: (id, order) => watch.walk(ALONGSIDE, library.videos(id, order)),
      summaries: (ids) => watch.time("join with the videos", library.summaries(ids)),
    },
    segments: dynamoDbSegments(table, tableName),
    vectors: { nearest: (question) => watch.walk("vectors", vectors.nearest(question)) },
    words: wordSearch(table, tableName),
    embedder: { ...embedder, text: (text) => watch.time("embedding, kept", embedder.text(text)) },
    images: { media: () => Promise.reject(new Error("no image is asked for")) },
    pages: { ...pages, save: (...saved) => watch.time("keeping the pages", pages.save(...saved)) },
    clock: { now: Date.now },
    ids: { uuid: () => randomUUID() },
    model,
    embeddingOptions: model.embeddingOptions,
  }),
]);

const gate = authorize({ keys: dynamoDbApiKeys(table, tableName), clock: { now: Date.now }, log });
const knock = {
  type: "REQUEST",
  methodArn: "arn:aws:execute-api:us-east-1:111122223333:api/stage/POST/v1.2/search",
  headers: { "x-api-key": secret },
};

async function search(n: number): Promise<void> {
  await watch.time("authorizer", gate(knock));
  const request = new Request("http://api/v1.2/search", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ index_id: INDEX_ID, query: textAt(n), search_options: ["visual"] }),
  });
  const caller = { name: "bench", scopes: ["read" as const] };
  const response = await app({ request, caller, requestId: "bench", log });
  if (response.status !== 200) throw new Error(`the API answered ${response.status}`);
  await response.json();
}

const before = memoryMb();
for (let n = 0; n < WARM_UP; n++) await search(n);
watch.clear();
for (let n = 0; n < Number(times); n++) {
  watch.begin();
  const started = performance.now();
  await search(WARM_UP + n);
  watch.end(performance.now() - started);
}
process.stdout.write(JSON.stringify({ parts: watch.parts(), memory: memoryMb(), before } satisfies Alone));
base.destroy();

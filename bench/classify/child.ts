import { existsSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoDbLibrary } from "../../lambda/adapters/query/library.ts";
import { dynamoDbSegments } from "../../lambda/adapters/query/segments.ts";
import type { ClassifyAnswer } from "../../lambda/contracts/api/classify.ts";
import { indexIdOf } from "../../lambda/keys.ts";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../../lambda/models.ts";
import type { Log } from "../../lambda/ports.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { classifyRoutes } from "../../lambda/query/classify.ts";
import { CLASSES_ASKED, promptVectors } from "./prompts.ts";

/** What classifying an index took, in a process that did nothing else. */
export interface Taken {
  readonly ms: readonly number[];
  readonly found: number;
  readonly peakMb: number;
}

const TIMES = 3;

const model = embeddingModel(DEFAULT_EMBEDDING_MODEL);
const vectors = promptVectors(model.dimension);
const log: Log = { with: () => log, info: () => {}, warn: () => {}, error: () => {} };
const [endpoint = "", tableName = "", option = ""] = process.argv.slice(2);

const base = new DynamoDBClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
const client = DynamoDBDocumentClient.from(base);
const app = queryApp([
  classifyRoutes({
    library: dynamoDbLibrary(client, tableName),
    segments: dynamoDbSegments(client, tableName),
    embedder: {
      text: async (text) => vectors.get(text) ?? new Float32Array(model.dimension),
      image: () => Promise.reject(new Error("no image is asked for")),
    },
    pages: { save: async () => {}, load: async () => undefined },
    clock: { now: Date.now },
    ids: { uuid: () => "00000000-0000-4000-8000-000000000000" },
    model,
    embeddingOptions: model.embeddingOptions,
  }),
]);

/** @returns the number of videos that belong to a class */
async function classify(): Promise<number> {
  const request = new Request("http://api/v1.2/classify/bulk", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      index_id: indexIdOf("bench"),
      classes: CLASSES_ASKED,
      options: option.split(","),
      threshold: { min_video_score: 80, min_duration_ratio: 0.1 },
    }),
  });
  const caller = { name: "bench", scopes: ["read" as const] };
  const response = await app({ request, caller, requestId: "bench", log });
  if (response.status !== 200) throw new Error(`the API answered ${response.status}`);
  const answer = (await response.json()) as ClassifyAnswer;
  return answer.page_info.total_results;
}

/** Most memory that this process held at a time, MiB: as Linux counts it in /proc, where there is one. */
function peakMb(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const own = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024;
}

const ms: number[] = [];
let found = 0;
for (let round = 0; option !== "" && round < TIMES; round++) {
  const started = performance.now();
  found = await classify();
  ms.push(performance.now() - started);
}
process.stdout.write(JSON.stringify({ ms, found, peakMb: peakMb() } satisfies Taken));
base.destroy();

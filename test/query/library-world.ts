import { dynamoDbLibrary } from "../../lambda/adapters/query/library.ts";
import { dynamoDbLibraryChanges } from "../../lambda/adapters/query/library-changes.ts";
import { dynamoDbRuns } from "../../lambda/adapters/query/runs.ts";
import { dynamoDbStoredSegments } from "../../lambda/adapters/query/stored-segments.ts";
import { dynamoDbTasks } from "../../lambda/adapters/query/tasks.ts";
import type { Caller } from "../../lambda/contracts/api/caller.ts";
import type { FetchRequest } from "../../lambda/contracts/fetch-request.ts";
import type { RunItem, VideoItem } from "../../lambda/contracts/items.ts";
import type { IndexItem } from "../../lambda/contracts/library-items.ts";
import type { RemovalRequest } from "../../lambda/contracts/removal-request.ts";
import type { UserMetadata } from "../../lambda/contracts/user-metadata.ts";
import { deployedEngines, engineName } from "../../lambda/domain/engines.ts";
import { parseFetchHost } from "../../lambda/domain/url-rules.ts";
import { indexIdOf, runIdOf, videoIdOf } from "../../lambda/keys.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { enginesRoutes } from "../../lambda/query/engines.ts";
import { indexesRoutes } from "../../lambda/query/indexes.ts";
import { runsRoutes } from "../../lambda/query/runs.ts";
import { tasksRoutes } from "../../lambda/query/tasks.ts";
import { videosRoutes } from "../../lambda/query/videos.ts";
import { aLibraryTable, type LibraryTable } from "../adapters/query/library-table.ts";
import { AT, aRun, aVideo, PROFILE } from "../factories.ts";
import { manualClock, memoryLog } from "../fakes.ts";

export const everybody: Caller = { name: "everybody", scopes: ["read", "write"] };
export const BUCKET = "videos-bucket";
const MODELS = [embeddingModel("marengo-3.0"), analysisModel("pegasus-1.2")];

export const anIndex = (change: Partial<IndexItem> = {}): IndexItem => ({
  indexId: indexIdOf(change.folder ?? "holiday"),
  folder: "holiday",
  name: change.folder ?? "holiday",
  createdAt: AT,
  updatedAt: AT,
  ...change,
});

/** A finished video with its run. @param key below `videos/holiday/` unless a whole one is given */
export function aReadyVideo(
  name: string,
  change: Partial<VideoItem> = {},
): { video: VideoItem; run: RunItem } {
  const key = `videos/holiday/${name}`;
  const videoId = videoIdOf(BUCKET, key);
  const runId = runIdOf({ bucket: BUCKET, key, versionId: "v1" }, PROFILE, 1);
  const results = { durationSec: 40, width: 640, height: 360, fps: 25, title: "A title" };
  return {
    video: aVideo({
      ...{ key, videoId },
      latestRunId: runId,
      currentRunId: runId,
      status: "READY",
      ...results,
      ...change,
    }),
    run: aRun({ videoId, runId, status: "READY", steps: { probe: { status: "DONE" } } }),
  };
}

/** The groups of routes of the library on a table of their own; what they ask of queues and S3 is kept. */
export async function aLibraryWorld() {
  const table: LibraryTable = await aLibraryTable();
  const { client, name } = table;
  const clock = manualClock();
  const library = dynamoDbLibrary(client, name);
  const changes = dynamoDbLibraryChanges(client, name);
  const fetches: FetchRequest[] = [];
  const removals: RemovalRequest[] = [];
  const stored = new Map<string, { bytes: Uint8Array; metadata: UserMetadata }>();
  let links = 0;
  const common = {
    library,
    changes,
    clock,
    removals: { send: async (request: RemovalRequest) => void removals.push(request) },
  };
  const app = queryApp([
    indexesRoutes({ ...common, engines: deployedEngines(MODELS) }),
    videosRoutes({
      ...common,
      segments: dynamoDbStoredSegments(client, name),
      engines: MODELS.map(engineName),
    }),
    runsRoutes({ library, runs: dynamoDbRuns(client, name) }),
    tasksRoutes({
      ...common,
      tasks: dynamoDbTasks(client, name),
      uploads: {
        bucket: BUCKET,
        put: async (key, bytes, metadata) => void stored.set(key, { bytes, metadata }),
        link: async (key) => ({ url: `https://signed.example/${key}`, headers: {}, expiresAt: AT }),
      },
      fetches: { send: async (request) => void fetches.push(request) },
      ids: { uuid: () => `00000000-0000-4000-8000-${String(links++).padStart(12, "0")}` },
      fetchHosts: [parseFetchHost("127.0.0.1:4599")],
    }),
    enginesRoutes({ models: MODELS }),
  ]);
  async function send(method: string, path: string, body?: unknown, caller: Caller = everybody) {
    const isForm = body instanceof FormData;
    const request = new Request(`http://api/v1.2${path}`, {
      method,
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(body === undefined || isForm ? {} : { headers: { "content-type": "application/json" } }),
    });
    const response = await app({ request, caller, requestId: "request-1", log: memoryLog() });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }
  return { table, clock, library, changes, fetches, removals, stored, app, send };
}
export type LibraryWorld = Awaited<ReturnType<typeof aLibraryWorld>>;

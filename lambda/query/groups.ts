import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { bedrockEmbeddings } from "../adapters/bedrock.ts";
import {
  bedrockForAnalysis,
  bedrockForInvocations,
  dynamoDb,
  s3,
  s3ForLinks,
  s3Vectors,
  sqs,
} from "../adapters/clients.ts";
import { listFromEnv, requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { dynamoDbEmbedTasks } from "../adapters/query/embed-tasks.ts";
import { queryEmbedder } from "../adapters/query/embedder.ts";
import { sqsFetchRequests } from "../adapters/query/fetch-requests.ts";
import { imageSource } from "../adapters/query/image-source.ts";
import { dynamoDbLibrary } from "../adapters/query/library.ts";
import { dynamoDbLibraryChanges } from "../adapters/query/library-changes.ts";
import { patternMatcher } from "../adapters/query/patterns.ts";
import { questions } from "../adapters/query/questions.ts";
import { sqsRemovalRequests } from "../adapters/query/removal-requests.ts";
import { dynamoDbRuns } from "../adapters/query/runs.ts";
import { savedPages } from "../adapters/query/saved-searches.ts";
import { dynamoDbSegments } from "../adapters/query/segments.ts";
import { dynamoDbStoredSegments } from "../adapters/query/stored-segments.ts";
import { bedrockStreamingAnalysis } from "../adapters/query/streaming-analysis.ts";
import { getItem } from "../adapters/query/table-reads.ts";
import { dynamoDbTasks } from "../adapters/query/tasks.ts";
import { s3Uploads } from "../adapters/query/uploads.ts";
import { vectorSearch } from "../adapters/query/vector-search.ts";
import { wordSearch } from "../adapters/query/word-search.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { safeFetch } from "../adapters/safe-fetch.ts";
import { deployedEngines, engineName } from "../domain/engines.ts";
import { parseFetchHost } from "../domain/url-rules.ts";
import { analysisModel, embeddingModel } from "../models.ts";
import { classifyRoutes } from "./classify.ts";
import { embedRoutes } from "./embed.ts";
import { embedTaskRoutes } from "./embed-tasks.ts";
import { enginesRoutes } from "./engines.ts";
import { generateRoutes } from "./generate.ts";
import { gistRoutes } from "./gist.ts";
import type { Api } from "./http/api.ts";
import { indexesRoutes } from "./indexes.ts";
import { runsRoutes } from "./runs.ts";
import { searchRoutes } from "./search.ts";
import { summarizeRoutes } from "./summarize.ts";
import { tasksRoutes } from "./tasks.ts";
import { videosRoutes } from "./videos.ts";

/** An image is small, and a person waits for it. */
const IMAGE_MS = 20_000;

/** The routes of the API with their adapters, from the environment of the function. */
export function apiGroups(): Api[] {
  const settings = settingsFromEnv();
  const [analyzing, embedding] = [analysisModel(settings.pegasus), embeddingModel(settings.marengo)];
  const models = [embedding, analyzing];
  const region = requireEnv("AWS_REGION");
  const accountId = requireEnv("ACCOUNT_ID");
  const tableName = requireEnv("TABLE_NAME");
  const videosBucket = requireEnv("VIDEOS_BUCKET");
  const workBucket = requireEnv("WORK_BUCKET");
  const fetchHosts = listFromEnv("FETCH_HOSTS").map(parseFetchHost);
  const [table, queues, objects] = [dynamoDb(), sqs(), s3()];

  const bedrock = bedrockForInvocations();
  const clock = { now: Date.now };
  const ids = { uuid: () => randomUUID() };
  const library = dynamoDbLibrary(table, tableName);
  const changes = dynamoDbLibraryChanges(table, tableName);
  const removals = sqsRemovalRequests(queues, requireEnv("REMOVAL_QUEUE_URL"));
  const fetches = sqsFetchRequests(queues, requireEnv("FETCH_QUEUE_URL"));
  const embedder = queryEmbedder({
    ...{ bedrock, table, tableName, model: embedding, region, clock },
  });
  const images = imageSource({
    model: embedding,
    fetchImage: fetchBytes(safeFetch(fetchHosts)),
    buckets: [videosBucket],
    accountId,
  });
  const comparing = {
    ...{ library, embedder, images, clock, ids },
    segments: dynamoDbSegments(table, tableName),
    pages: savedPages(table, tableName),
    model: embedding,
    embeddingOptions: settings.embeddingOptions,
  };
  const asking = {
    ...{ library, settings, accountId, clock },
    questions: questions(
      { client: table, name: tableName, get: (key) => getItem({ client: table, name: tableName }, key) },
      s3Objects(objects, workBucket),
    ),
    analysis: bedrockStreamingAnalysis(bedrockForAnalysis(), analyzing, region),
    model: analyzing,
    matcher: patternMatcher,
    sleep: (ms: number) => sleep(ms),
  };
  return [
    indexesRoutes({ library, changes, removals, clock, engines: deployedEngines(models) }),
    videosRoutes({
      ...{ library, changes, removals, clock },
      segments: dynamoDbStoredSegments(table, tableName),
      engines: models.map(engineName),
    }),
    runsRoutes({ library, runs: dynamoDbRuns(table, tableName) }),
    tasksRoutes({
      ...{ library, changes, removals, fetches, fetchHosts, clock, ids },
      tasks: dynamoDbTasks(table, tableName),
      uploads: s3Uploads(s3ForLinks(), videosBucket, clock),
    }),
    enginesRoutes({ models }),
    searchRoutes({
      ...comparing,
      vectors: vectorSearch(s3Vectors(), requireEnv("VECTOR_BUCKET"), embedding),
      words: wordSearch(table, tableName),
    }),
    classifyRoutes(comparing),
    gistRoutes(asking),
    summarizeRoutes(asking),
    generateRoutes(asking),
    embedRoutes({ embedder, images, model: embedding }),
    embedTaskRoutes({
      ...{ library, fetches, fetchHosts, settings, accountId, clock, videosBucket, workBucket },
      tasks: dynamoDbEmbedTasks({ client: table, name: tableName }),
      service: bedrockEmbeddings(bedrock, embedding, accountId),
      segments: dynamoDbStoredSegments(table, tableName),
      work: s3Objects(objects, workBucket),
      model: embedding,
    }),
  ];
}

const fetchBytes = (fetchFile: ReturnType<typeof safeFetch>) => async (url: string, maxBytes: number) => {
  const { body } = await fetchFile(url, { maxBytes, totalMs: IMAGE_MS });
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
};

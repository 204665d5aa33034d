import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListVectorBucketsCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { bundleHandlers } from "../bin/bundle.ts";
import { synthesize } from "../bin/local/synthesize.ts";
import { dynamoDbApiKeys } from "../lambda/adapters/query/api-keys.ts";
import { API_KEY_BYTES, apiKeySecret } from "../lambda/domain/api-key.ts";
import { apiKeyHash } from "../lambda/keys.ts";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../lambda/models.ts";
import { notice } from "./report.ts";
import { withScratch } from "./scratch.ts";
import { apiOf } from "./search/api.ts";
import { type HostProcess, startHostProcess } from "./search/host-process.ts";
import { type LibraryPlaces, makeLibrary, SEGMENTS } from "./search/make-library.ts";
import { measure } from "./search/measure.ts";
import { reportSearch } from "./search/report-search.ts";
import { searchAlone } from "./search/search-alone.ts";
import { AT } from "./search/video-item.ts";

/** Segments in one embedding option. */
const SIZES = [10_000, 100_000];

/**
 * Searching a library through the API of the local host, one request at a time. The library is stored through the
 * public services, then a new host serves it: so its memory is that of searching alone.
 */
export async function searchLibrary(): Promise<void> {
  await bundleHandlers();
  for (const size of SIZES) await withScratch((folder) => searchOf(folder, size));
}

async function searchOf(folder: string, segments: number): Promise<void> {
  const assembly = join(folder, "cdk.out");
  const dataDir = join(folder, "data");
  synthesize(assembly);
  notice(`storing ${segments} segments …`);
  const secret = await withHost(assembly, dataDir, (host) => fill(host, segments / SEGMENTS));
  await withHost(assembly, dataDir, async (host) => {
    notice("searching …");
    const before = await host.memory();
    const measured = await measure(apiOf(host.endpoint, secret), () => host.memory());
    notice("the query function alone …");
    const alone = await withPlaces(host, (places) => searchAlone(folder, host, places, secret));
    reportSearch({ segments, videos: segments / SEGMENTS, bootMs: host.bootMs, before, ...measured, alone });
  });
}

async function withHost<T>(
  assembly: string,
  dataDir: string,
  work: (host: HostProcess) => Promise<T>,
): Promise<T> {
  const host = await startHostProcess(assembly, dataDir);
  try {
    return await work(host);
  } finally {
    await host.stop();
  }
}

/** @returns the key that opens the API */
function fill(host: HostProcess, videos: number): Promise<string> {
  return withPlaces(host, async (places) => {
    await makeLibrary(places, embeddingModel(DEFAULT_EMBEDDING_MODEL), videos);
    const secret = apiKeySecret(randomBytes(API_KEY_BYTES));
    const key = { keyHash: apiKeyHash(secret), name: "bench", scopes: ["read" as const], createdAt: AT };
    await dynamoDbApiKeys(places.table, places.tableName).create(key);
    return secret;
  });
}

async function withPlaces<T>(
  { endpoint, region, outputs }: HostProcess,
  work: (places: LibraryPlaces) => Promise<T>,
): Promise<T> {
  const settings = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const [base, vectors] = [new DynamoDBClient(settings), new S3VectorsClient(settings)];
  try {
    const { vectorBuckets } = await vectors.send(new ListVectorBucketsCommand({}));
    const vectorBucketName = vectorBuckets?.[0]?.vectorBucketName ?? "";
    const tableName = outputs["TableName"] ?? "";
    return await work({ table: DynamoDBDocumentClient.from(base), tableName, vectors, vectorBucketName });
  } finally {
    base.destroy();
    vectors.destroy();
  }
}

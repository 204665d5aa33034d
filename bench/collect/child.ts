import { createReadStream, existsSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { RunInput } from "../../lambda/contracts/workflow.ts";
import { segmentOf } from "../../lambda/domain/embedding.ts";
import { readOutput } from "../../lambda/domain/output-stream.ts";
import { collect } from "../../lambda/embed/collect.ts";
import { indexIdOf, runIdOf, videoIdOf } from "../../lambda/keys.ts";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../../lambda/models.ts";
import type { Catalog, Log, ObjectStore } from "../../lambda/ports.ts";

/** What a way of reading took, in a process that did nothing else. */
export interface Taken {
  readonly items: number;
  readonly ms: number;
  readonly peakMb: number;
}

const model = embeddingModel(DEFAULT_EMBEDDING_MODEL);

/** The pieces in which the file comes, as large as those of the SDK's stream of an object. */
const CHUNK_BYTES = 64 * 1024;
const chunksOf = (path: string) => createReadStream(path, { highWaterMark: CHUNK_BYTES });

/** The ways to read; each gives the number of items. */
const WAYS: Readonly<Record<string, (path: string, durationSec: number) => Promise<number>>> = {
  nothing: async () => 0,
  parse: async (path) => (JSON.parse(readFileSync(path, "utf8")) as { data: unknown[] }).data.length,
  read: async (path) => {
    let items = 0;
    for await (const _ of readOutput(chunksOf(path))) items++;
    return items;
  },
  pass: async (path, durationSec) => {
    let items = 0;
    for await (const item of readOutput(chunksOf(path))) {
      segmentOf(model.parseItem(item), { offsetSec: 0, durationSec });
      items++;
    }
    return items;
  },
  collect: collectAll,
};

const version = { bucket: "videos-bucket", key: "videos/default/long.mp4", versionId: "1" };
const run: RunInput = {
  ...version,
  runId: runIdOf(version, "profile", 1),
  videoId: videoIdOf(version.bucket, version.key),
  indexId: indexIdOf("default"),
  etag: "etag",
  sizeBytes: 1,
  profile: "profile",
  generation: 1,
};

/** The whole step, with ports that take what they get and let it go. */
async function collectAll(path: string, durationSec: number): Promise<number> {
  let vectors = 0;
  const catalog = { putSegments: async () => {} } satisfies Partial<Catalog>;
  const work = { getStream: async () => chunksOf(path) } satisfies Partial<ObjectStore>;
  const log: Log = { with: () => log, info: () => {}, warn: () => {}, error: () => {} };
  const step = collect({
    catalog: catalog as unknown as Catalog,
    work: work as unknown as ObjectStore,
    segmentIndex: {
      put: async (_run, _option, segments) => {
        vectors += segments.length;
      },
    },
    model,
    log,
  });
  const place = { bucket: run.bucket, key: run.key };
  const part = { index: 0, ...place, offsetSec: 0, durationSec, hasAudio: true };
  await step({ run, durationSec, output: { part, bucket: "work", key: "output.json" } });
  return vectors;
}

/**
 * Most memory that this process held at a time, MiB. Linux lets a process inherit the figure of getrusage from the one
 * that started it; the one in /proc is its own.
 */
function peakMb(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const own = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024;
}

const [way = "", path = "", durationSec = ""] = process.argv.slice(2);
const started = performance.now();
const items = await WAYS[way]?.(path, Number(durationSec));
process.stdout.write(JSON.stringify({ items, ms: performance.now() - started, peakMb: peakMb() }));

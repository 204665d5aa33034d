import type { TextSpan } from "../../lambda/contracts/analysis.ts";
import type { Caller } from "../../lambda/contracts/api/caller.ts";
import type { VideoItem } from "../../lambda/contracts/items.ts";
import type { IndexItem, VideoSummary } from "../../lambda/contracts/library-items.ts";
import { encodeVector } from "../../lambda/domain/embedding.ts";
import { wordsOf } from "../../lambda/domain/words.ts";
import { type IndexId, indexIdOf, type RunId, type VideoId, videoIdOf } from "../../lambda/keys.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { queryApp } from "../../lambda/query/app.ts";
import type { Library, SavedKind } from "../../lambda/query/ports.ts";
import type { SearchPorts } from "../../lambda/query/search/search-ports.ts";
import { searchRoutes } from "../../lambda/query/search.ts";
import { aVideo } from "../factories.ts";
import { only } from "../fakes.ts";

/** A library in memory that is searched through the API. Whatever a test did not plan throws. */

const MODEL = embeddingModel("marengo-3.0");
const NOW = Date.parse("2026-11-21T10:00:00Z");

/** A unit vector of the model's space in the plane of two axes: its cosine with the first axis is given. */
export function vectorAt(axis: number, cosine = 1): Float32Array {
  const vector = new Float32Array(MODEL.dimension);
  vector[axis] = cosine;
  // A second axis of its own, so that what is half of one thing is nothing of another.
  vector[axis + MODEL.dimension / 2] = Math.sqrt(1 - cosine * cosine);
  return vector;
}

export interface ASegment {
  readonly option: string;
  readonly startSec: number;
  readonly endSec: number;
  readonly vector: Float32Array;
  /** Of the video's current run unless given. */
  readonly runId?: RunId;
}

export interface WorldVideo {
  readonly name: string;
  readonly folder?: string;
  readonly change?: Partial<VideoItem>;
  readonly segments?: readonly ASegment[];
  readonly speech?: readonly TextSpan[];
  readonly onScreenText?: readonly TextSpan[];
  readonly logos?: readonly TextSpan[];
}

export interface World {
  readonly ports: SearchPorts;
  /** What each port was asked, in order, such as `text blue`. */
  readonly calls: string[];
  now: number;
  readonly videos: Map<VideoId, VideoItem>;
  readonly indexes: Map<IndexId, IndexItem>;
  post(body: unknown, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  send(request: Request, caller?: Caller): Promise<Response>;
}

interface RequestOptions {
  readonly caller?: Caller;
  readonly version?: string;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the answer is what the test looks at, field by field
  readonly body: any;
}

export const anyone: Caller = { name: "test", scopes: ["read"] };
export const idOf = (name: string, folder = "holiday") =>
  videoIdOf("videos-bucket", `videos/${folder}/${name}`);
export const runOf = (name: string) => `run-${name}` as RunId;

/** @param texts what the model makes of each text that is searched for */
export function aWorld(
  all: readonly WorldVideo[],
  texts: Readonly<Record<string, Float32Array>> = {},
): World {
  const calls: string[] = [];
  const videos = new Map(all.map((each) => [idOf(each.name, each.folder), itemOf(each)]));
  const stored = all.flatMap(segmentsOf);
  const indexes = new Map([...videos.values()].map(({ indexId }) => [indexId, anIndex(indexId)]));
  const kept = new Map<string, { kind: SavedKind; json: string; expiresAtSec: number }>();
  const inIndex = (indexId: IndexId) => [...videos.values()].filter((video) => video.indexId === indexId);
  const ports: SearchPorts = {
    library: only<Library>("library", {
      index: async (indexId) => indexes.get(indexId),
      async *videos(indexId) {
        calls.push("walk");
        yield* inIndex(indexId);
      },
      video: async (videoId) => videos.get(videoId),
      summaries: async (ids) =>
        new Map(
          ids.flatMap((id) => {
            const video = videos.get(id);
            return video === undefined ? [] : [[id, video satisfies VideoSummary] as const];
          }),
        ),
    }),
    segments: only("segments", {
      clips: async (videoId, runId, option) => {
        calls.push(`scan ${option}`);
        const own = stored.filter(
          (each) => each.videoId === videoId && each.runId === runId && each.option === option,
        );
        return {
          spans: own.map(({ startSec, endSec }) => ({ startSec, endSec })),
          embeddings: Buffer.concat(own.map(({ vector }) => encodeVector(vector))),
        };
      },
    }),
    vectors: only("vectors", {
      async *nearest({ option, vector, indexId, videoIds }) {
        calls.push(`nearest ${option}${videoIds === undefined ? "" : ` of ${videoIds.length}`}`);
        const among = stored.filter(
          (each) =>
            each.option === option &&
            each.indexId === indexId &&
            (videoIds === undefined || videoIds.includes(each.videoId)),
        );
        const hits = among.map(({ vector: own, ...hit }) => ({ ...hit, similarity: dot(own, vector) }));
        yield* hits.sort((a, b) => b.similarity - a.similarity).slice(0, 1000);
      },
    }),
    words: only("words", {
      find: async (indexId, option, words) => {
        calls.push(`words ${option}`);
        return inIndex(indexId).flatMap((video) =>
          textsOf(video, option)
            .filter(({ text }) => wordsOf(text).some((word) => words.includes(word)))
            .map((span) => ({ ...span, videoId: video.videoId, runId: runIdOf(video) })),
        );
      },
    }),
    embedder: only("embedder", {
      text: async (text) => {
        calls.push(`text ${text}`);
        return given(texts[text], `an embedding of "${text}"`);
      },
      image: async (media) => {
        calls.push("image");
        const name = "base64String" in media ? media.base64String : media.s3Location.uri;
        return given(texts[name], `an embedding of ${name}`);
      },
    }),
    images: only("images", {
      media: async (image) => {
        if ("file" in image) return { base64String: await image.file.text() };
        return { base64String: "url" in image ? image.url : image.base64 };
      },
    }),
    pages: only("pages", {
      save: async (id, kind, content, expiresAtSec) => {
        calls.push("save");
        kept.set(id, { kind, json: JSON.stringify(content), expiresAtSec });
      },
      load: async (id, kind) => {
        const found = kept.get(id);
        return found?.kind === kind
          ? { content: JSON.parse(found.json), expiresAtSec: found.expiresAtSec }
          : undefined;
      },
    }),
    clock: { now: () => world.now },
    ids: { uuid: () => `00000000-0000-4000-8000-${String(kept.size).padStart(12, "0")}` },
    model: MODEL,
    embeddingOptions: MODEL.embeddingOptions,
  };
  const app = queryApp([searchRoutes(ports)]);
  const send = (request: Request, caller = anyone) =>
    app({ request, caller, requestId: "request-1", log: silent });
  const answered = async (response: Response) => ({ status: response.status, body: await response.json() });
  const world: World = {
    ...{ ports, calls, videos, indexes, send },
    now: NOW,
    post: async (body, { caller, version = "v1.2" } = {}) =>
      answered(
        await send(
          new Request(`http://api/${version}/search`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(body),
          }),
          caller,
        ),
      ),
    get: async (path, { caller, version = "v1.2" } = {}) =>
      answered(await send(new Request(`http://api/${version}${path}`), caller)),
  };
  return world;
}

const silent = { info() {}, warn() {}, error() {}, with: () => silent } as never;

const anIndex = (indexId: IndexId): IndexItem => ({
  indexId,
  folder: "holiday",
  name: "Holiday",
  createdAt: "2026-11-20T10:00:00.000Z",
  updatedAt: "2026-11-20T10:00:00.000Z",
});

function itemOf({
  name,
  folder = "holiday",
  change,
  speech = [],
  onScreenText = [],
  logos = [],
}: WorldVideo) {
  return aVideo({
    videoId: idOf(name, folder),
    indexId: indexIdOf(folder),
    key: `videos/${folder}/${name}`,
    status: "READY",
    latestRunId: runOf(name),
    currentRunId: runOf(name),
    durationSec: 60,
    ...{ speech: [...speech], onScreenText: [...onScreenText], logos: [...logos] },
    ...change,
  });
}

function segmentsOf({ name, folder = "holiday", segments = [] }: WorldVideo) {
  const place = { videoId: idOf(name, folder), indexId: indexIdOf(folder), runId: runOf(name) };
  return segments.map((segment) => ({ ...place, ...segment }));
}

const runIdOf = ({ latestRunId, currentRunId = latestRunId }: VideoItem) => currentRunId;

function textsOf(video: VideoItem, option: string): readonly TextSpan[] {
  const lists: Record<string, readonly TextSpan[] | undefined> = {
    conversation: video.speech,
    text_in_video: video.onScreenText,
    logo: video.logos,
  };
  return lists[option] ?? [];
}

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the test planned no ${what}`);
  return value;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

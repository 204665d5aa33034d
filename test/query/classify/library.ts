import type { TextSpan } from "../../../lambda/contracts/analysis.ts";
import type { VideoItem } from "../../../lambda/contracts/items.ts";
import type { IndexItem, VideoSummary } from "../../../lambda/contracts/library-items.ts";
import { type IndexId, indexIdOf, type RunId, type VideoId, videoIdOf } from "../../../lambda/keys.ts";
import { MARENGO_3_0 } from "../../../lambda/models/marengo-3-0.ts";
import { queryApp } from "../../../lambda/query/app.ts";
import type { ClassifyPorts } from "../../../lambda/query/classify/ports.ts";
import { classifyRoutes } from "../../../lambda/query/classify.ts";
import type { Library, QueryEmbedder, SavedPages, Segments } from "../../../lambda/query/ports.ts";
import { AT, aVideo } from "../../factories.ts";
import { manualClock, memoryLog, only } from "../../fakes.ts";

const { dimension } = MARENGO_3_0;
const COLOURS = ["red", "green", "blue"];

/** Unit length, in the direction of the colour; other words have directions of their own. */
export function vectorOf(text: string): Float32Array {
  const colour = COLOURS.indexOf(text);
  const place = colour >= 0 ? colour : 10 + (text.length % (dimension - 10));
  return Float32Array.from({ length: dimension }, (_, at) => (at === place ? 1 : 0));
}

/** A video of segments of 10 s, each of one colour. */
export interface Painted {
  readonly name: string;
  readonly folder?: string;
  readonly colours: readonly string[];
  readonly change?: Partial<VideoItem>;
  readonly onScreenText?: TextSpan[];
}

const SEGMENT_SEC = 10;

export const idOf = (name: string, folder = "colours"): VideoId =>
  videoIdOf("videos-bucket", `videos/${folder}/${name}.mp4`);
export const INDEX_ID = indexIdOf("colours");

const itemOf = ({ name, folder = "colours", colours, change, onScreenText }: Painted): VideoItem => {
  const videoId = idOf(name, folder);
  const runId = `run-of-${videoId}` as RunId;
  return aVideo({
    ...{ videoId, indexId: indexIdOf(folder), latestRunId: runId, currentRunId: runId },
    key: `videos/${folder}/${name}.mp4`,
    status: "READY",
    durationSec: colours.length * SEGMENT_SEC,
    ...(onScreenText ? { onScreenText } : {}),
    ...change,
  });
};

const summaryOf = (item: VideoItem) => item as VideoSummary;

/** A library of painted videos behind the routes, with what was asked of it. */
export function aLibrary(
  videos: readonly Painted[],
  indexes: Readonly<Record<string, Partial<IndexItem>>> = {},
) {
  const items = new Map(videos.map((video) => [idOf(video.name, video.folder), itemOf(video)]));
  const colours = new Map(videos.map((video) => [idOf(video.name, video.folder), video.colours]));
  const folders = ["colours", ...videos.map(({ folder = "colours" }) => folder), ...Object.keys(indexes)];
  const asked = { texts: [] as string[], segments: [] as string[], videos: [] as VideoId[] };
  const clock = manualClock();
  const saved = new Map<string, { kind: string; content: unknown; expiresAtSec: number }>();

  const library = only<Library>("Library", {
    index: async (indexId: IndexId) => {
      const folder = folders.find((name) => indexIdOf(name) === indexId);
      if (folder === undefined) return undefined;
      const index = { indexId, folder, name: folder, createdAt: AT, updatedAt: AT, ...indexes[folder] };
      return index.deletedAt === undefined ? index : undefined;
    },
    async *videos(indexId) {
      for (const item of items.values()) if (item.indexId === indexId) yield summaryOf(item);
    },
    video: async (videoId) => {
      asked.videos.push(videoId);
      return items.get(videoId);
    },
    summaries: async (ids) => {
      const found = ids.flatMap((id) => items.get(id) ?? []);
      return new Map(found.map((item) => [item.videoId, summaryOf(item)]));
    },
  });
  const segments: Segments = {
    clips: async (videoId, runId, option) => {
      asked.segments.push(`${videoId} ${option}`);
      const painted = items.get(videoId)?.currentRunId === runId && option === "visual";
      const shown = painted ? (colours.get(videoId) ?? []) : [];
      return {
        spans: shown.map((_, at) => ({ startSec: at * SEGMENT_SEC, endSec: (at + 1) * SEGMENT_SEC })),
        embeddings: new Uint8Array(
          Buffer.concat(shown.map((colour) => Buffer.from(vectorOf(colour).buffer))),
        ),
      };
    },
  };
  const embedder = only<QueryEmbedder>("QueryEmbedder", {
    text: async (text) => {
      asked.texts.push(text);
      return vectorOf(text);
    },
  });
  const pages: SavedPages = {
    save: async (id, kind, content, expiresAtSec) => {
      saved.set(id, { kind, content: JSON.parse(JSON.stringify(content)), expiresAtSec });
    },
    load: async (id, kind) => {
      const found = saved.get(id);
      return found?.kind === kind ? found : undefined;
    },
  };
  let ids = 0;
  const ports: ClassifyPorts = {
    ...{ library, segments, embedder, pages, clock },
    ids: { uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}` },
    model: MARENGO_3_0,
    embeddingOptions: ["visual", "transcription"],
  };
  return { ports, asked, saved, clock, items };
}

export interface Asking {
  readonly body?: unknown;
  readonly indexIds?: readonly IndexId[];
  readonly scopes?: readonly ("read" | "write")[];
}

/** Asks the API directly. */
export async function ask(
  ports: ClassifyPorts,
  path: string,
  { body, indexIds, scopes = ["read"] }: Asking = {},
) {
  const app = queryApp([classifyRoutes(ports)]);
  const request = new Request(`http://api/v1.2${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
  });
  const caller = { name: "test", scopes, ...(indexIds ? { indexIds } : {}) };
  const response = await app({ request, caller, requestId: "request-1", log: memoryLog() });
  return { status: response.status, body: await response.json() };
}

import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { VideoItem } from "../../contracts/items.ts";
import { IndexItem, VIDEO_SUMMARY_ATTRIBUTES, VideoSummary } from "../../contracts/library-items.ts";
import { byIndexKeys, INDEX_LIST, type IndexId, indexKey, type VideoId, videoKey } from "../../keys.ts";
import type { Library } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";
import { listedItems } from "./listed-items.ts";
import { getItem, getItems, type LibraryTable, queryIndex } from "./table-reads.ts";

/** The library in the catalog's table. What is marked as deleted is never given out, whether or not it is removed yet. */
export function dynamoDbLibrary(client: DynamoDBDocumentClient, name: string): Library {
  const table: LibraryTable = { client, name };
  return {
    index: (indexId) => storing("Reading an index", () => visibleIndex(table, indexId)),
    indexes: () => indexes(table),
    videos: (indexId, order) => videos(table, indexId, order),
    video: (videoId) =>
      storing("Reading a video", async () => {
        const item = await getItem(table, videoKey(videoId));
        const video = item === undefined ? undefined : VideoItem.parse(item);
        if (video === undefined || video.status === "DELETED") return undefined;
        return (await isBeingRemoved(table, video.indexId)) ? undefined : video;
      }),
    summaries: (videoIds) => storing("Reading videos", () => summaries(table, videoIds)),
  };
}

async function visibleIndex(table: LibraryTable, indexId: IndexId): Promise<IndexItem | undefined> {
  const item = await getItem(table, indexKey(indexId));
  const index = item === undefined ? undefined : IndexItem.parse(item);
  return index?.deletedAt === undefined ? index : undefined;
}

async function isBeingRemoved(table: LibraryTable, indexId: IndexId): Promise<boolean> {
  const item = await getItem(table, indexKey(indexId));
  return item !== undefined && IndexItem.parse(item).deletedAt !== undefined;
}

async function* indexes(table: LibraryTable): AsyncGenerator<IndexItem> {
  for await (const item of listedItems(table, INDEX_LIST)) {
    const index = IndexItem.parse(item);
    if (index.deletedAt === undefined) yield index;
  }
}

async function* videos(
  table: LibraryTable,
  indexId: IndexId,
  order: "oldest" | "newest",
): AsyncGenerator<VideoSummary> {
  const { gsi1pk } = byIndexKeys(indexId, "", "" as VideoId);
  for await (const item of queryIndex(table, gsi1pk, order)) {
    const video = VideoSummary.parse(item);
    if (video.status !== "DELETED") yield video;
  }
}

async function summaries(
  table: LibraryTable,
  videoIds: readonly VideoId[],
): Promise<ReadonlyMap<VideoId, VideoSummary>> {
  const items = await getItems(table, [...new Set(videoIds)].map(videoKey), VIDEO_SUMMARY_ATTRIBUTES);
  const known = items.map((item) => VideoSummary.parse(item)).filter(({ status }) => status !== "DELETED");
  const gone = await indexesBeingRemoved(table, new Set(known.map(({ indexId }) => indexId)));
  return new Map(
    known.filter(({ indexId }) => !gone.has(indexId)).map((video) => [video.videoId, video] as const),
  );
}

async function indexesBeingRemoved(table: LibraryTable, indexIds: ReadonlySet<IndexId>) {
  const items = await getItems(table, [...indexIds].map(indexKey), ["indexId", "deletedAt"]);
  return new Set(
    items.filter(({ deletedAt }) => deletedAt !== undefined).map(({ indexId }) => indexId as IndexId),
  );
}

import { type IndexTotals, indexAnswer } from "../../contracts/api/index.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { hasResults } from "../../domain/shown-video.ts";
import type { IndexId } from "../../keys.ts";
import type { Library } from "../ports.ts";
import type { IndexesPorts } from "./indexes-ports.ts";

/** An index with the sums over its videos, for which they are walked over. */
export async function showIndex({ library, engines }: IndexesPorts, index: IndexItem) {
  return indexAnswer(index, engines, await totals(library, index.indexId));
}

async function totals(library: Library, indexId: IndexId): Promise<IndexTotals> {
  let videoCount = 0;
  let milliseconds = 0;
  for await (const video of library.videos(indexId, "oldest")) {
    if (!hasResults(video)) continue;
    videoCount++;
    milliseconds += Math.round((video.durationSec ?? 0) * 1000);
  }
  return { videoCount, totalDurationSec: milliseconds / 1000 };
}

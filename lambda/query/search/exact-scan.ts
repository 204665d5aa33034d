import { Matrix } from "../../../scan/matrix.ts";
import { nearest } from "../../../scan/nearest.ts";
import type { Searchable } from "../../domain/search/searchable.ts";
import type { SegmentHit, Segments } from "../ports.ts";

/**
 * Videos that are scanned instead of asking the vector index. Six minutes of video have about 60 segments of 2 KB an
 * option: 120 KB, which DynamoDB reads for about 15 units. Ten such videos cost some $0.00002 and a tenth of a second,
 * more than a query of the vector index ($0.000003) and still nothing beside one text embedding ($0.00007), and the
 * answer is exact. From there on the price rises with every video, and that of the vector index does not.
 */
export const MAX_SCANNED = 10;
/** Videos that are read at a time: one of four hours has 5 MB of segments. */
const AT_A_TIME = 4;

/**
 * The segments of a few videos that are nearest to a vector, nearest first, from their stored embeddings.
 * @param floor least cosine @param limit most segments
 */
export async function scanVideos(
  segments: Segments,
  videos: readonly Searchable[],
  option: string,
  vector: Float32Array,
  { floor, limit }: { floor: number; limit: number },
): Promise<SegmentHit[]> {
  const matrix = new Matrix(vector.length);
  let best: SegmentHit[] = [];
  for (let from = 0; from < videos.length; from += AT_A_TIME) {
    const some = videos.slice(from, from + AT_A_TIME);
    const read = await Promise.all(
      some.map(({ videoId, currentRunId }) => segments.clips(videoId, currentRunId, option)),
    );
    for (const [at, { spans, embeddings }] of read.entries()) {
      const video = some[at];
      if (video === undefined) continue;
      matrix.clear();
      matrix.load(embeddings);
      const found = nearest(matrix, vector, limit, { floor });
      best = best.concat(found.flatMap(({ row, similarity }) => hitOf(video, spans[row], similarity)));
    }
    best = best.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
  }
  return best;
}

function hitOf(
  { videoId, currentRunId: runId }: Searchable,
  span: { startSec: number; endSec: number } | undefined,
  similarity: number,
): SegmentHit[] {
  if (span === undefined) return [];
  const { startSec, endSec } = span;
  return [{ videoId, runId, startSec, endSec, similarity }];
}

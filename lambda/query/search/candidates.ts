import { batches } from "../../domain/embedding.ts";
import { wordShare } from "../../domain/words.ts";
import type { IndexId } from "../../keys.ts";
import type { FoundText, SegmentHit } from "../ports.ts";
import { MAX_SCANNED, scanVideos } from "./exact-scan.ts";
import type { Scope } from "./scope.ts";
import type { SearchPorts } from "./search-ports.ts";

/** Most segments, and most texts, that one option is ranked by: ten pages of the vector index. */
export const MAX_CANDIDATES = 1000;
/** Ids that one query of the vector index is given. */
const IDS_IN_FILTER = 100;

export interface Comparison {
  readonly embeddingOption: string;
  readonly vector: Float32Array;
  /** Least cosine that is of use. */
  readonly floor: number;
}

type Ports = Pick<SearchPorts, "segments" | "vectors" | "words">;

/** The segments nearest to a vector, nearest first: of a few videos by an exact scan, else from the vector index. */
export async function candidates(
  { segments, vectors }: Ports,
  indexId: IndexId,
  scope: Scope,
  { embeddingOption: option, vector, floor }: Comparison,
): Promise<SegmentHit[]> {
  const query = { option, vector, indexId };
  const limits = { floor, limit: MAX_CANDIDATES };
  if (scope.kind !== "chosen") return taken(vectors.nearest(query), floor);
  if (scope.videos.length <= MAX_SCANNED) return scanVideos(segments, scope.videos, option, vector, limits);
  const found = await Promise.all(
    batches(scope.videos, IDS_IN_FILTER).map((some) =>
      taken(vectors.nearest({ ...query, videoIds: some.map(({ videoId }) => videoId) }), floor),
    ),
  );
  return found
    .flat()
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MAX_CANDIDATES);
}

/** Stops at the first segment that is of no use, so that no further page is paid for. */
async function taken(hits: AsyncIterable<SegmentHit>, floor: number): Promise<SegmentHit[]> {
  const kept: SegmentHit[] = [];
  for await (const hit of hits) {
    if (hit.similarity < floor) break;
    kept.push(hit);
    if (kept.length === MAX_CANDIDATES) break;
  }
  return kept;
}

/** The texts that hold most of the words, whatever their video. */
export async function texts(
  { words: index }: Ports,
  indexId: IndexId,
  option: string,
  words: readonly string[],
): Promise<FoundText[]> {
  if (words.length === 0) return [];
  const found = await index.find(indexId, option, words);
  if (found.length <= MAX_CANDIDATES) return [...found];
  const shares = new Map(found.map((span) => [span, wordShare(words, span.text)]));
  return [...found].sort((a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0)).slice(0, MAX_CANDIDATES);
}

import type {
  SearchAnswer,
  SearchClip,
  SearchedVideo,
  SearchPageInfo,
} from "../../contracts/api/search-answer.ts";
import type { UserMetadata } from "../../contracts/user-metadata.ts";
import { RANK_CONSTANT, weightOf } from "../../domain/search/fuse.ts";
import type { VideoId } from "../../keys.ts";
import type { ApiVersion } from "../http/api.ts";
import { pageToken, type SearchPage } from "./saved.ts";
import type { FoundClip, SearchResult } from "./search-result.ts";

/** What is added to the clips of a page. */
export interface Additions {
  readonly version: ApiVersion;
  /** Undefined where it was not asked for. */
  readonly metadataOf: (videoId: VideoId) => UserMetadata | undefined;
}

/** The answer for one page, in the words of the platform. */
export function searchAnswer(
  page: SearchPage,
  clips: readonly FoundClip[][],
  { version, metadataOf }: Additions,
): SearchAnswer {
  const { result } = page;
  const clip = (found: FoundClip) => ({
    ...clipAnswer(found, result, metadataOf(found.videoId)),
    ...(version === "v1.3" ? spoken(found) : {}),
  });
  return {
    data:
      result.groupBy === "clip"
        ? clips.flat().map(clip)
        : clips.flatMap(([first, ...others]) =>
            first === undefined ? [] : [videoAnswer([first, ...others].map(clip))],
          ),
    page_info: pageInfo(page),
    search_pool: {
      index_id: result.indexId,
      total_count: result.pool.videoCount,
      total_duration: result.pool.totalDurationSec,
    },
  };
}

/** The items of the page. */
export function itemsOn({ result, page }: SearchPage): FoundClip[][] {
  return result.items.slice(page * result.pageLimit, (page + 1) * result.pageLimit);
}

function videoAnswer(clips: SearchClip[]): SearchedVideo {
  const [first] = clips;
  if (first === undefined) throw new Error("A video without clips.");
  const { video_id: id, user_metadata } = first;
  return { id, clips, ...(user_metadata === undefined ? {} : { user_metadata }) };
}

function clipAnswer(found: FoundClip, result: SearchResult, metadata: UserMetadata | undefined): SearchClip {
  const { videoId, startSec, endSec, score, confidence, rank, matches } = found;
  return {
    score,
    start: startSec,
    end: endSec,
    metadata: matches.map(({ option: type, text }) => ({ type, ...(text === undefined ? {} : { text }) })),
    video_id: videoId,
    confidence,
    rank,
    thumbnail_url: null,
    ...(metadata === undefined ? {} : { user_metadata: metadata }),
    ...(result.explain ? { explain: reasons(found, result.optionCount) } : {}),
  };
}

/** v1.3 has a field of its own for what was said. */
function spoken({ matches }: FoundClip): Pick<SearchClip, "transcription"> {
  const said = matches.find(({ option }) => option === "conversation")?.text;
  return said === undefined ? {} : { transcription: said };
}

function reasons({ fused, matches }: FoundClip, optionCount: number): NonNullable<SearchClip["explain"]> {
  return {
    k: RANK_CONSTANT,
    fused,
    options: matches.map(({ option, rank = 0, score = 0, similarity, wordShare }) => ({
      type: option,
      rank,
      weight: weightOf(optionCount),
      score,
      ...(similarity === undefined ? {} : { similarity }),
      ...(wordShare === undefined ? {} : { word_share: wordShare }),
    })),
  };
}

function pageInfo({ result, page, searchId, expiresAtSec }: SearchPage): SearchPageInfo {
  const expiresAt = new Date(expiresAtSec * 1000).toISOString().replace(".000Z", "Z");
  const isLast = (page + 1) * result.pageLimit >= result.items.length;
  return {
    limit_per_page: result.pageLimit,
    total_results: result.items.length,
    ...(result.groupBy === "video" ? { total_inner_matches: result.items.flat().length } : {}),
    page_expired_at: expiresAt,
    page_expires_at: expiresAt,
    ...(searchId === undefined || isLast ? {} : { next_page_token: pageToken(searchId, page + 1) }),
    ...(searchId === undefined || page === 0 ? {} : { prev_page_token: pageToken(searchId, page - 1) }),
  };
}

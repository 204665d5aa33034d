import type { IndexId, VideoId } from "../../keys.ts";
import type { UserMetadata } from "../user-metadata.ts";

/** What a search found, in the words of the platform. Times are seconds; scores are 0 to 100. */
export interface SearchClip {
  video_id: VideoId;
  start: number;
  end: number;
  score: number;
  confidence: string;
  /** Place among all hits of the search, from 1. */
  rank: number;
  /** One element for each option that matched; `text` is what was read, seen as a brand or said. */
  metadata: { type: string; text?: string }[];
  /** There are no thumbnails: clients find the field that they expect. */
  thumbnail_url: null;
  /** v1.3: what was said. */
  transcription?: string;
  user_metadata?: UserMetadata;
  explain?: SearchReasons;
}

/** How a hit got its place: `fused` is the sum of weight / (k + rank) over the options. */
export interface SearchReasons {
  k: number;
  fused: number;
  options: {
    type: string;
    rank: number;
    weight: number;
    score: number;
    /** Cosine of the segment with the query. */
    similarity?: number;
    /** Share of the query's words that the text holds. */
    word_share?: number;
  }[];
}

/** With `group_by` video. */
export interface SearchedVideo {
  id: VideoId;
  clips: SearchClip[];
  user_metadata?: UserMetadata;
}

export interface SearchPageInfo {
  limit_per_page: number;
  /** Of clips, or with `group_by` video of videos. */
  total_results: number;
  /** With `group_by` video: the clips of all videos. */
  total_inner_matches?: number;
  /** RFC 3339, in the spelling of v1.2 and in that of v1.3. */
  page_expired_at: string;
  page_expires_at: string;
  next_page_token?: string;
  prev_page_token?: string;
}

export interface SearchAnswer {
  data: SearchClip[] | SearchedVideo[];
  page_info: SearchPageInfo;
  search_pool: { index_id: IndexId; total_count: number; total_duration: number };
}

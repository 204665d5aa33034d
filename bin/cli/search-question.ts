import type { Api } from "./api.ts";
import { usageError } from "./failure.ts";
import { findVideo } from "./find-video.ts";
import { clipOf } from "./options/clip.ts";
import { imageOf } from "./options/image.ts";

/** What a person asks, apart from where and how much. */
export interface SearchWishes {
  readonly in: readonly string[];
  readonly and?: boolean;
  readonly image?: string;
  readonly like?: string;
  readonly threshold?: string;
  readonly group?: boolean;
  readonly explain?: boolean;
}

const LEVELS: ReadonlySet<string> = new Set(["high", "medium", "low", "none"]);

/** The body of POST /search. @throws CliError for what cannot be asked */
export async function questionOf(api: Api, words: string, wishes: SearchWishes) {
  if (wishes.like !== undefined && (words !== "" || wishes.image !== undefined))
    throw usageError("--like is a question of its own, without words and --image.");
  return {
    ...(words === "" ? {} : { query: words }),
    ...(wishes.image === undefined ? {} : await imageFields(wishes.image)),
    ...(wishes.like === undefined ? {} : { query_video: await clipFields(api, wishes.like) }),
    search_options: wishes.in,
    ...(wishes.and ? { operator: "and" } : {}),
    ...(wishes.threshold === undefined ? {} : { threshold: thresholdOf(wishes.threshold) }),
    ...(wishes.group ? { group_by: "video" } : {}),
    ...(wishes.explain ? { explain: true } : {}),
  };
}

async function imageFields(given: string) {
  const image = await imageOf(given);
  return {
    query_media_type: "image",
    ...("url" in image ? { query_media_url: image.url } : { query_media_base64: image.base64 }),
  };
}

async function clipFields(api: Api, given: string) {
  const { video, start, end } = clipOf(given);
  return { video_id: (await findVideo(api, video)).videoId, start, end };
}

function thresholdOf(text: string): string | number {
  if (LEVELS.has(text)) return text;
  const score = Number(text);
  if (text.trim() === "" || !(score >= 0 && score <= 100))
    throw usageError(`--threshold is high, medium, low, none or a score from 0 to 100, not "${text}".`);
  return score;
}

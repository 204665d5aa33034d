import * as z from "zod";
import { VideoIdParameter } from "../../query/http/ids.ts";
import type { AnalysisRecord } from "../items.ts";
import type { TokenUsage } from "./generate.ts";
import { withoutNulls } from "./nulls.ts";

export const GistType = z.enum(["title", "topic", "hashtag"]);
export type GistType = z.infer<typeof GistType>;

/** Body of POST /gist. */
export const GistRequest = withoutNulls(
  z.strictObject({ video_id: VideoIdParameter, types: z.array(GistType).min(1) }),
);

export interface GistResponse {
  readonly id: string;
  readonly title?: string;
  readonly topics?: readonly string[];
  /** Without the `#`. */
  readonly hashtags?: readonly string[];
  readonly usage: TokenUsage;
}

/** Only what was asked for. */
export function gistResponse(
  id: string,
  types: readonly GistType[],
  { title = "", topics = [], hashtags = [] }: AnalysisRecord,
  usage: TokenUsage,
): GistResponse {
  return {
    id,
    ...(types.includes("title") ? { title } : {}),
    ...(types.includes("topic") ? { topics } : {}),
    ...(types.includes("hashtag") ? { hashtags } : {}),
    usage,
  };
}

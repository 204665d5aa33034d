import * as z from "zod";
import { IndexIdParameter, VideoIdParameter } from "../../query/http/ids.ts";
import { CombinedQuery } from "./combined-query.ts";
import { formBoolean, formList, formNumber, formObject } from "./form-fields.ts";
import { withoutNulls } from "./nulls.ts";
import {
  ConversationOption,
  SearchOptions,
  SearchText,
  speechOf,
  TranscriptionOptions,
} from "./search-fields.ts";

/** Most results on a page, as on the platform. */
const MAX_PAGE = 50;
const DEFAULT_PAGE = 10;
/** Most images of one query, as on the platform. */
const MAX_IMAGES = 10;
/** Characters of an address; browsers and servers take few that are longer. */
const MAX_URL = 2048;

/** An address of an image: https, s3 below the deployment's own buckets, or the image itself as a data URL. */
const MediaUrl = z.string().refine((url) => url.startsWith("data:") || url.length <= MAX_URL, {
  error: `it is longer than ${MAX_URL} characters`,
});

const Files = formList(z.array(z.instanceof(Blob, { error: "it must be a file" })).max(MAX_IMAGES));

const Clip = z
  .strictObject({
    video_id: VideoIdParameter,
    start: formNumber(z.number().min(0)),
    end: formNumber(z.number().positive()),
  })
  .refine(({ start, end }) => start < end, { error: "start must be before end", path: ["end"] });

/** Told apart by hand, so that a fault inside an object is named by its place. */
const Query = z.unknown().transform((value, context): string | CombinedQuery => {
  const result = (typeof value === "object" ? CombinedQuery : SearchText).safeParse(value, {
    reportInput: true,
  });
  if (result.success) return result.data;
  context.issues.push(...(result.error.issues as z.core.$ZodRawIssue[]));
  return z.NEVER;
});

const Fields = z.strictObject({
  index_id: IndexIdParameter,
  /** The word of v1.2 for `query_text`; an object combines several texts. */
  query: Query.optional(),
  query_text: SearchText.optional(),
  /** Says what the fields below hold; they say it themselves. */
  query_media_type: z.literal("image", { error: "use image" }).optional(),
  query_media_url: formList(z.array(MediaUrl).max(MAX_IMAGES)).optional(),
  /** How newer clients give several images, beside one of the other name or alone. */
  query_media_urls: formList(z.array(MediaUrl).max(MAX_IMAGES)).optional(),
  /** Ours: the bytes of an image in base64, for clients that send JSON. */
  query_media_base64: formList(z.array(z.string()).max(MAX_IMAGES)).optional(),
  query_media_file: Files.optional(),
  query_media_files: Files.optional(),
  /** Ours: what is searched for looks and sounds like this stretch of an indexed video, seconds. */
  query_video: formObject(Clip).optional(),
  search_options: formList(SearchOptions),
  conversation_option: ConversationOption.optional(),
  transcription_options: formList(TranscriptionOptions).optional(),
  operator: z.enum(["or", "and"]).default("or"),
  group_by: z.enum(["clip", "video"]).default("clip"),
  threshold: z
    .union([z.enum(["high", "medium", "low", "none"]), formNumber(z.number().min(0).max(100))], {
      error: "use high, medium, low, none or a score from 0 to 100",
    })
    .default("low"),
  adjust_confidence_level: formNumber(z.number().min(0).max(1)).default(0.5),
  sort_option: z.enum(["score", "clip_count"]).default("score"),
  /** Judged where the fields of a video are known. */
  filter: formObject(z.unknown()).optional(),
  page_limit: formNumber(z.int().min(1).max(MAX_PAGE)).default(DEFAULT_PAGE),
  include_user_metadata: formBoolean.default(false),
  /** Ours: adds to every hit how it got its place. */
  explain: formBoolean.default(false),
});

/**
 * The body of `POST /search`, as JSON or as a form. One of text, images and a clip is needed; a text and images
 * together are one query.
 */
export const SearchBody = withoutNulls(
  Fields.superRefine((body, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const images = imagesOf(body);
    const hasImages = images.length > 0;
    if (images.length > MAX_IMAGES)
      fault("query_media_urls", `there are ${images.length} images, and at most ${MAX_IMAGES} are taken`);
    const hasText = body.query !== undefined || body.query_text !== undefined;
    if (!hasText && !hasImages && body.query_video === undefined)
      fault("query_text", "give a text, an image or a clip to search for");
    if (body.query_video !== undefined && (hasText || hasImages))
      fault("query_video", "a clip is a query of its own, without text or image");
    if (typeof body.query === "object" && (hasImages || body.query_text !== undefined || body.explain))
      fault("query", "a combined query goes without query_text, without image and without explain");
    if (body.sort_option === "clip_count" && body.group_by !== "video")
      fault("sort_option", "clip_count needs group_by video");
  }).transform((body) => ({
    indexId: body.index_id,
    text: body.query_text ?? (typeof body.query === "string" ? body.query : undefined),
    combined: typeof body.query === "object" ? body.query : undefined,
    images: imagesOf(body),
    clip: body.query_video && {
      videoId: body.query_video.video_id,
      startSec: body.query_video.start,
      endSec: body.query_video.end,
    },
    options: body.search_options,
    speech: speechOf(body.conversation_option, body.transcription_options),
    operator: body.operator,
    groupBy: body.group_by,
    threshold: body.threshold,
    strictness: body.adjust_confidence_level,
    sort: body.sort_option,
    filter: body.filter,
    pageLimit: body.page_limit,
    includeUserMetadata: body.include_user_metadata,
    explain: body.explain,
  })),
);

/** What is searched for, where and how. */
export type SearchQuestion = z.infer<typeof SearchBody>;

/** The query string of `GET /search/{token}`. */
export const SearchPageQuery = z.strictObject({ include_user_metadata: formBoolean.optional() });

type Body = z.infer<typeof Fields>;

/** An address takes precedence over a file of the same field, as on the platform. */
function imagesOf(body: Body) {
  const urls = [...(body.query_media_url ?? []), ...(body.query_media_urls ?? [])];
  const single = body.query_media_url === undefined ? (body.query_media_file ?? []) : [];
  return [
    ...urls.map((url) => ({ url })),
    ...(body.query_media_base64 ?? []).map((base64) => ({ base64 })),
    ...[...single, ...(body.query_media_files ?? [])].map((file) => ({ file })),
  ];
}

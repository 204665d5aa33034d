import * as z from "zod";
import { SEARCH_OPTIONS } from "../../models/model.ts";
import { IndexIdParameter, VideoIdParameter } from "../../query/http/ids.ts";
import { formBoolean, formList, formNumber, formObject } from "./form-fields.ts";

/** Most results on a page, as on the platform. */
const MAX_PAGE = 50;
const DEFAULT_PAGE = 10;
/** Most images of one query, as on the platform. */
const MAX_IMAGES = 10;
/** Characters of an address; browsers and servers take few that are longer. */
const MAX_URL = 2048;

/** v1.3 calls speech `transcription`. */
const Option = z.preprocess(
  (name) => (name === "transcription" ? "conversation" : name),
  z.enum(SEARCH_OPTIONS, { error: `use some of ${SEARCH_OPTIONS.join(", ")}` }),
);

const Text = z
  .string({ error: "it must be a text" })
  .refine((text) => text.trim() !== "", { error: "it is empty" });

/** An address of an image: https, s3 below the deployment's own buckets, or the image itself as a data URL. */
const MediaUrl = z.string().refine((url) => url.startsWith("data:") || url.length <= MAX_URL, {
  error: `it is longer than ${MAX_URL} characters`,
});

const Clip = z
  .strictObject({
    video_id: VideoIdParameter,
    start: formNumber(z.number().min(0)),
    end: formNumber(z.number().positive()),
  })
  .refine(({ start, end }) => start < end, { error: "start must be before end", path: ["end"] });

const Fields = z.strictObject({
  index_id: IndexIdParameter,
  /** The word of v1.2 for `query_text`. */
  query: Text.optional(),
  query_text: Text.optional(),
  /** Says what the fields below hold; they say it themselves. */
  query_media_type: z.literal("image", { error: "use image" }).optional(),
  query_media_url: formList(z.array(MediaUrl).max(MAX_IMAGES)).optional(),
  /** Ours: the bytes of an image in base64, for clients that send JSON. */
  query_media_base64: formList(z.array(z.string()).max(MAX_IMAGES)).optional(),
  query_media_file: formList(
    z.array(z.instanceof(Blob, { error: "it must be a file" })).max(MAX_IMAGES),
  ).optional(),
  /** Ours: what is searched for looks and sounds like this stretch of an indexed video, seconds. */
  query_video: formObject(Clip).optional(),
  search_options: formList(z.array(Option).min(1, { error: "name one at least" })),
  conversation_option: z.enum(["semantic", "exact_match"]).optional(),
  transcription_options: formList(z.array(z.enum(["lexical", "semantic"])).min(1)).optional(),
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
export const SearchBody = Fields.superRefine((body, context) => {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const hasImages = imagesOf(body).length > 0;
  const hasText = body.query !== undefined || body.query_text !== undefined;
  if (!hasText && !hasImages && body.query_video === undefined)
    fault("query_text", "give a text, an image or a clip to search for");
  if (body.query_video !== undefined && (hasText || hasImages))
    fault("query_video", "a clip is a query of its own, without text or image");
  if (body.sort_option === "clip_count" && body.group_by !== "video")
    fault("sort_option", "clip_count needs group_by video");
}).transform((body) => ({
  indexId: body.index_id,
  text: body.query_text ?? body.query,
  images: imagesOf(body),
  clip: body.query_video && {
    videoId: body.query_video.video_id,
    startSec: body.query_video.start,
    endSec: body.query_video.end,
  },
  options: body.search_options,
  speech: speechOf(body),
  operator: body.operator,
  groupBy: body.group_by,
  threshold: body.threshold,
  strictness: body.adjust_confidence_level,
  sort: body.sort_option,
  filter: body.filter,
  pageLimit: body.page_limit,
  includeUserMetadata: body.include_user_metadata,
  explain: body.explain,
}));

/** What is searched for, where and how. */
export type SearchQuestion = z.infer<typeof SearchBody>;

/** The query string of `GET /search/{token}`. */
export const SearchPageQuery = z.strictObject({ include_user_metadata: formBoolean.optional() });

type Body = z.infer<typeof Fields>;

/** An address takes precedence over a file, as on the platform. */
function imagesOf({ query_media_url: urls, query_media_base64: texts, query_media_file: files }: Body) {
  return (
    urls?.map((url) => ({ url })) ??
    texts?.map((base64) => ({ base64 })) ??
    files?.map((file) => ({ file })) ??
    []
  );
}

/** Whether speech is searched by its meaning, by its words, or by both, which is the default. */
function speechOf({ conversation_option: v12, transcription_options: v13 }: Body) {
  return {
    byMeaning: v12 !== "exact_match" && (v13?.includes("semantic") ?? true),
    byWords: v12 === "exact_match" || (v13?.includes("lexical") ?? true),
  };
}

import * as z from "zod";
import type { VideoId } from "../../keys.ts";
import { SEARCH_OPTIONS } from "../../models/model.ts";
import { IndexIdParameter, VideoIdParameter } from "../../query/http/ids.ts";
import { withoutNulls } from "./nulls.ts";

/** Most prompts of one request, over all its classes, as on the platform. */
const MAX_PROMPTS = 100;
/** Characters; what models take of it is less. */
const MAX_PROMPT = 2000;
const MAX_NAME = 500;
/** Most videos that are named one by one; an index is classified whatever its size. */
const MAX_VIDEO_IDS = 1000;
/** Most videos on a page, as on the platform. */
export const MAX_PAGE = 50;

/** v1.3 calls speech `transcription`. */
const Options = z
  .array(
    z.preprocess(
      (name) => (name === "transcription" ? "conversation" : name),
      z.enum(SEARCH_OPTIONS, { error: `use some of ${SEARCH_OPTIONS.join(", ")}` }),
    ),
  )
  .min(1, { error: "name one at least" });

const ConversationOption = z.enum(["semantic", "exact_match"]);

const Prompt = z
  .string()
  .max(MAX_PROMPT, { error: `it is longer than ${MAX_PROMPT} characters` })
  .refine((text) => text.trim() !== "", { error: "it is empty" });

const Class = withoutNulls(
  z.strictObject({
    name: z.string().min(1, { error: "it is empty" }).max(MAX_NAME),
    prompts: z.array(Prompt).min(1, { error: "give one at least" }),
    /** In place of those of the whole request. */
    options: Options.optional(),
    conversation_option: ConversationOption.optional(),
  }),
);

const Threshold = withoutNulls(
  z.strictObject({
    /** Least score of a class. */
    min_video_score: z.number().min(0).max(100).optional(),
    /** Least score of a clip that counts. */
    min_clip_score: z.number().min(0).max(100).optional(),
    /** Least share of the video that the clips of a class cover. */
    min_duration_ratio: z.number().min(0).max(1).optional(),
  }),
);

const Fields = z.strictObject({
  index_id: IndexIdParameter.optional(),
  video_ids: z.array(VideoIdParameter).min(1).max(MAX_VIDEO_IDS).optional(),
  classes: z.array(Class).min(1),
  /** May be left out when every class has its own. */
  options: Options.optional(),
  conversation_option: ConversationOption.default("semantic"),
  threshold: Threshold.default({}),
  include_clips: z.boolean().default(false),
  show_detailed_score: z.boolean().default(false),
  page_limit: z.int().min(1).max(MAX_PAGE).optional(),
});

/**
 * The body of `POST /classify` and `POST /classify/bulk`: an index, some videos, or some videos of an index. The
 * platform publishes no defaults for the thresholds; ours let every class pass that one clip matches.
 */
export const ClassifyBody = withoutNulls(
  Fields.superRefine((body, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (body.options === undefined && body.classes.some(({ options }) => options === undefined))
      fault("options", "name the options here, or in every class");
    if (new Set(body.classes.map(({ name }) => name)).size < body.classes.length)
      fault("classes", "two classes have the same name");
    const prompts = body.classes.reduce((sum, { prompts }) => sum + prompts.length, 0);
    if (prompts > MAX_PROMPTS)
      fault("classes", `they have ${prompts} prompts, and at most ${MAX_PROMPTS} are taken`);
  }).transform((body) => ({
    indexId: body.index_id,
    videoIds: body.video_ids && [...new Set(body.video_ids)],
    classes: body.classes.map(({ name, prompts, options, conversation_option }) => ({
      name,
      prompts: [...new Set(prompts)],
      options: [...new Set(options ?? body.options ?? [])],
      conversation: conversation_option ?? body.conversation_option,
    })),
    threshold: {
      minVideoScore: body.threshold.min_video_score ?? 0,
      minClipScore: body.threshold.min_clip_score,
      minDurationRatio: body.threshold.min_duration_ratio ?? 0,
    },
    includeClips: body.include_clips,
    showDetailedScore: body.show_detailed_score,
    pageLimit: body.page_limit,
  })),
);

/** What is asked of which videos. */
export type ClassifyQuestion = z.infer<typeof ClassifyBody>;

/** A span that matches a prompt; times are seconds, scores 0 to 100. */
export interface ClassifiedClip {
  start: number;
  end: number;
  score: number;
  option: string;
  prompt: string;
  /** There are no thumbnails: clients find the field that they expect. */
  thumbnail_url: null;
}

export interface ClassifiedClass {
  name: string;
  score: number;
  duration_ratio: number;
  clips?: ClassifiedClip[];
  detailed_scores?: {
    max_score: number;
    avg_score: number;
    normalized_score: number;
    /** Ours: named in the platform's documentation, but in none of its recorded answers. */
    duration_weighted_score: number;
  };
}

export interface ClassifyAnswer {
  data: { video_id: VideoId; classes: ClassifiedClass[] }[];
  page_info: ClassifyPageInfo;
}

export interface ClassifyPageInfo {
  limit_per_page: number;
  /** RFC 3339 to the second. Empty when nothing was found. */
  page_expired_at: string;
  total_results: number;
  /** Empty on the last page; absent when nothing was found, as on the platform. */
  next_page_token?: string;
  prev_page_token?: string;
}

import * as z from "zod";

/**
 * What the command reads of the API's answers. Fields that it does not know are kept, so that --json passes on whatever a
 * newer release says.
 */

export const PageInfo = z.looseObject({
  total_results: z.number().optional(),
  total_page: z.number().optional(),
  next_page_token: z.string().optional(),
});
export type PageInfo = z.infer<typeof PageInfo>;

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.looseObject({ data: z.array(item), page_info: PageInfo });

export const IndexAnswer = z.looseObject({
  _id: z.string(),
  index_name: z.string(),
  video_count: z.number(),
  /** Seconds. */
  total_duration: z.number(),
  created_at: z.string(),
  reelbase: z.looseObject({ folder: z.string() }).optional(),
});
export type IndexAnswer = z.infer<typeof IndexAnswer>;

export const Created = z.looseObject({ _id: z.string() });

const Reason = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });

export const TaskAnswer = z.looseObject({
  _id: z.string(),
  index_id: z.string(),
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  metadata: z.looseObject({ filename: z.string(), duration: z.number() }),
  process: z.looseObject({ percentage: z.number() }).optional(),
  reelbase: z.looseObject({ reason: Reason.nullable().optional() }).optional(),
});
export type TaskAnswer = z.infer<typeof TaskAnswer>;

/** One processing of one version of a video's object. */
const RunAnswer = z.looseObject({
  _id: z.string(),
  status: z.string(),
  reason: Reason.nullable(),
  generation: z.number(),
  bedrock_calls: z.looseObject({ invoke_model: z.number(), start_async_invoke: z.number() }),
  created_at: z.string(),
  updated_at: z.string(),
});
export type RunAnswer = z.infer<typeof RunAnswer>;
export const RunsAnswer = z.looseObject({ data: z.array(RunAnswer) });

/** The answer to a request for an upload link. */
export const UploadLink = z.looseObject({
  _id: z.string(),
  upload: z.looseObject({ url: z.string(), headers: z.record(z.string(), z.string()) }),
});
export type UploadLink = z.infer<typeof UploadLink>;

const Span = z.looseObject({
  startSec: z.number(),
  endSec: z.number(),
  title: z.string(),
  summary: z.string(),
});
const Metadata = z.record(z.string(), z.unknown());

/** A row of a list of videos, or a whole one. */
export const VideoAnswer = z.looseObject({
  _id: z.string(),
  created_at: z.string(),
  indexed_at: z.string().nullable().optional(),
  system_metadata: z.looseObject({
    filename: z.string(),
    /** Seconds; 0 while it is unknown. */
    duration: z.number(),
    size: z.number(),
    width: z.number(),
    height: z.number(),
    fps: z.number(),
    video_title: z.string().optional(),
  }),
  user_metadata: Metadata.optional(),
  reelbase: z
    .looseObject({
      status: z.string().optional(),
      title: z.string().optional(),
      reason: Reason.nullable().optional(),
      results: z
        .looseObject({
          title: z.string(),
          topics: z.array(z.string()),
          hashtags: z.array(z.string()),
          summary: z.string(),
          chapters: z.array(Span),
          highlights: z.array(Span),
        })
        .partial()
        .optional(),
    })
    .optional(),
});
export type VideoAnswer = z.infer<typeof VideoAnswer>;

/** What is read on screen, shown as a brand or said. */
export const TextsAnswer = z.looseObject({
  data: z.array(z.looseObject({ start: z.number(), end: z.number(), value: z.string() })),
});

const SearchReason = z.looseObject({
  type: z.string(),
  rank: z.number(),
  score: z.number(),
  similarity: z.number().optional(),
  word_share: z.number().optional(),
});

export const SearchClip = z.looseObject({
  video_id: z.string(),
  start: z.number(),
  end: z.number(),
  score: z.number(),
  confidence: z.string(),
  rank: z.number(),
  metadata: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  explain: z.looseObject({ fused: z.number(), options: z.array(SearchReason) }).optional(),
});
export type SearchClip = z.infer<typeof SearchClip>;

/** With `group_by` video. */
export const SearchedVideo = z.looseObject({ id: z.string(), clips: z.array(SearchClip) });

export const ClassifiedVideo = z.looseObject({
  video_id: z.string(),
  classes: z.array(
    z.looseObject({
      name: z.string(),
      score: z.number(),
      duration_ratio: z.number(),
      clips: z
        .array(
          z.looseObject({
            start: z.number(),
            end: z.number(),
            score: z.number(),
            option: z.string(),
            prompt: z.string(),
          }),
        )
        .optional(),
      detailed_scores: z
        .looseObject({ max_score: z.number(), avg_score: z.number(), normalized_score: z.number() })
        .optional(),
    }),
  ),
});
export type ClassifiedVideo = z.infer<typeof ClassifiedVideo>;

export const GistAnswer = z.looseObject({
  title: z.string().optional(),
  topics: z.array(z.string()).optional(),
  hashtags: z.array(z.string()).optional(),
});

const Times = { start: z.number(), end: z.number() };
export const SummarizeAnswer = z.looseObject({
  summary: z.string().optional(),
  chapters: z
    .array(z.looseObject({ ...Times, chapter_title: z.string(), chapter_summary: z.string() }))
    .optional(),
  highlights: z
    .array(z.looseObject({ ...Times, highlight: z.string(), highlight_summary: z.string() }))
    .optional(),
});

export const AskAnswer = z.looseObject({ data: z.string(), finish_reason: z.string().optional() });

/** A line of a streamed answer. */
export const StreamEvent = z.looseObject({
  event_type: z.string(),
  text: z.string().optional(),
  finish_reason: z.string().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
});

export const EmbedAnswer = z.looseObject({
  data: z.array(z.looseObject({ embedding: z.array(z.number()) })),
});

/** A stored segment of a video, one of the many in an answer that is read piece by piece. */
export const SegmentAnswer = z.looseObject({
  start_offset_sec: z.number(),
  end_offset_sec: z.number(),
  embedding_option: z.string(),
  embedding_scope: z.string(),
  float: z.array(z.number()),
});

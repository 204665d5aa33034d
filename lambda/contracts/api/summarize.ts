import * as z from "zod";
import { VideoIdParameter } from "../../query/http/ids.ts";
import type { TimeSpan } from "../analysis.ts";
import type { AnalysisRecord } from "../items.ts";
import { MaxTokens, ResponseFormat, Temperature, type TokenUsage } from "./generate.ts";
import { withoutNulls } from "./nulls.ts";

export const SummarizeType = z.enum(["summary", "chapter", "highlight"]);
export type SummarizeType = z.infer<typeof SummarizeType>;

/** An empty one is no wish: applications send the field that nobody filled in. */
const Wish = z.string().transform((text) => (text.trim() === "" ? undefined : text));

/** Body of POST /summarize. */
export const SummarizeRequest = withoutNulls(
  z
    .strictObject({
      video_id: VideoIdParameter,
      type: SummarizeType,
      prompt: Wish.optional(),
      temperature: Temperature.optional(),
      max_tokens: MaxTokens.optional(),
      response_format: ResponseFormat.optional(),
    })
    .refine(({ type, response_format }) => type === "summary" || response_format === undefined, {
      path: ["response_format"],
      error: "it goes with the type summary only",
    }),
);
export type SummarizeRequest = z.infer<typeof SummarizeRequest>;

/** The summary as a text, which is JSON when a `response_format` was given. */
export function summaryResponse(id: string, summary: string, usage: TokenUsage) {
  return { id, summarize_type: "summary", summary, usage };
}

/** Chapters are numbered from 0, as on the platform. */
export function chaptersResponse(id: string, { chapters = [] }: AnalysisRecord, usage: TokenUsage) {
  return {
    id,
    summarize_type: "chapter",
    chapters: chapters.map((chapter, at) => ({
      chapter_number: at,
      ...times(chapter),
      chapter_title: chapter.title,
      chapter_summary: chapter.summary,
    })),
    usage,
  };
}

export function highlightsResponse(id: string, { highlights = [] }: AnalysisRecord, usage: TokenUsage) {
  return {
    id,
    summarize_type: "highlight",
    highlights: highlights.map((highlight) => ({
      ...times(highlight),
      highlight: highlight.title,
      highlight_summary: highlight.summary,
    })),
    usage,
  };
}

/**
 * Seconds, in the words of both versions: v1.2 has the first pair, v1.3 both. The first is whole: the platform's answers
 * of v1.2 are, and its client in Python refuses a fraction there.
 */
const times = ({ startSec, endSec }: TimeSpan) => ({
  start: Math.round(startSec),
  end: Math.round(endSec),
  start_sec: startSec,
  end_sec: endSec,
});

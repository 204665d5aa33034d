import type { Analysis, TimeSpan } from "../contracts/analysis.ts";
import { cutText } from "./answer-text.ts";

export type AnalysisContent = Omit<Analysis, "flags">;

/**
 * The most that is stored, lengths in UTF-16 units. An item of DynamoDB holds 400 KB, and a unit takes up to three
 * bytes there: with every field full an analysis stays below 350 KB.
 */
export const CAPS = {
  titleLength: 200,
  topics: 20,
  topicLength: 80,
  hashtags: 30,
  hashtagLength: 60,
  summaryLength: 8000,
  chapters: 100,
  highlights: 50,
  spanTitleLength: 120,
  spanSummaryLength: 500,
} as const;

/** The content within the caps, and whether anything had to be left out. */
export function capContent<Content extends Partial<AnalysisContent>>(content: Content) {
  let capped = false;
  const text = (value: string, limit: number) => {
    if (value.length > limit) capped = true;
    return cutText(value, limit);
  };
  const list = <Item>(items: readonly Item[], limit: number, each: (item: Item) => Item) => {
    if (items.length > limit) capped = true;
    return items.slice(0, limit).map(each);
  };
  const span = (item: TimeSpan): TimeSpan => ({
    ...item,
    title: text(item.title, CAPS.spanTitleLength),
    summary: text(item.summary, CAPS.spanSummaryLength),
  });
  const rules: {
    [Field in keyof AnalysisContent]: (value: AnalysisContent[Field]) => AnalysisContent[Field];
  } = {
    title: (title) => text(title, CAPS.titleLength),
    topics: (topics) => list(topics, CAPS.topics, (topic) => text(topic, CAPS.topicLength)),
    hashtags: (tags) => list(tags, CAPS.hashtags, (tag) => text(tag, CAPS.hashtagLength)),
    summary: (summary) => text(summary, CAPS.summaryLength),
    chapters: (chapters) => list(chapters, CAPS.chapters, span),
    highlights: (highlights) => list(highlights, CAPS.highlights, span),
  };
  const result = { ...content };
  const apply = <Field extends keyof AnalysisContent>(field: Field) => {
    const value = content[field];
    if (value !== undefined)
      Object.assign(result, { [field]: rules[field](value as AnalysisContent[Field]) });
  };
  for (const field of Object.keys(rules) as (keyof AnalysisContent)[]) apply(field);
  return { content: result, capped };
}

import type { Analysis, TextSpan, TimeSpan } from "../contracts/analysis.ts";
import { cutText } from "./answer-text.ts";

export type AnalysisContent = Omit<Analysis, "flags">;

/**
 * The most that is stored, lengths in UTF-16 units. An item of DynamoDB holds 400 KB, and a unit takes up to three
 * bytes there: with every field full an analysis stays below 300 KB.
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
  onScreenTexts: 200,
  logos: 50,
  brandLength: 80,
  sentences: 50,
  textLength: 500,
  /** All words of a list together: many times what is asked for. */
  chaptersLength: 30_000,
  listLength: 15_000,
} as const;

/** The content within the caps, and whether anything had to be left out. */
export function capContent<Content extends Partial<AnalysisContent>>(content: Content) {
  let capped = false;
  const text = (value: string, limit: number) => {
    if (value.length > limit) capped = true;
    return cutText(value, limit);
  };
  const list = <Item>(items: readonly Item[], limit: number, each: (item: Item) => Item, room?: number) => {
    const kept = inRoom(items.slice(0, limit).map(each), room);
    if (items.length > kept.length) capped = true;
    return kept;
  };
  const span = (item: TimeSpan): TimeSpan => ({
    ...item,
    title: text(item.title, CAPS.spanTitleLength),
    summary: text(item.summary, CAPS.spanSummaryLength),
  });
  const words =
    (limit: number) =>
    (item: TextSpan): TextSpan => ({ ...item, text: text(item.text, limit) });
  const rules: {
    [Field in keyof AnalysisContent]: (value: AnalysisContent[Field]) => AnalysisContent[Field];
  } = {
    title: (title) => text(title, CAPS.titleLength),
    topics: (topics) => list(topics, CAPS.topics, (topic) => text(topic, CAPS.topicLength)),
    hashtags: (tags) => list(tags, CAPS.hashtags, (tag) => text(tag, CAPS.hashtagLength)),
    summary: (summary) => text(summary, CAPS.summaryLength),
    chapters: (chapters) => list(chapters, CAPS.chapters, span, CAPS.chaptersLength),
    highlights: (highlights) => list(highlights, CAPS.highlights, span, CAPS.listLength),
    onScreenText: (texts) => list(texts, CAPS.onScreenTexts, words(CAPS.textLength), CAPS.listLength),
    logos: (logos) => list(logos, CAPS.logos, words(CAPS.brandLength)),
    speech: (speech) => list(speech, CAPS.sentences, words(CAPS.textLength), CAPS.listLength),
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

/** The first items whose texts have room together. */
function inRoom<Item>(items: Item[], room = Number.POSITIVE_INFINITY): Item[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= lengthOf(item);
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}

function lengthOf(item: unknown): number {
  const texts = Object.values(Object(item)).filter((value) => typeof value === "string");
  return texts.reduce((sum, value) => sum + value.length, 0);
}

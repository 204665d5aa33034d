import { isDict, JoinedText, type PythonValue, Variable } from "./python-value.ts";
import type { Json } from "./recording.ts";

/** What stands in place of the values of somebody else's library. */
export interface Replacements {
  readonly indexId: string;
  readonly videoId: string;
  /** A name that no index has. */
  readonly indexName: string;
  /** A text that the library has something for. */
  readonly query: string;
  /** An address that a video could be fetched from. */
  readonly url: string;
}

/** Fields whose value names something of the library, whether it is written out or stands in a variable. */
const ALWAYS: Readonly<Record<string, keyof Replacements>> = {
  index_id: "indexId",
  video_id: "videoId",
  index_name: "indexName",
};
/** Of a variable, by the words of the field that it stands in, or else by its own. */
const BY_WORD: readonly (readonly [RegExp, keyof Replacements])[] = [
  [/index.*name/, "indexName"],
  [/url|link|uri/, "url"],
  [/video|task|asset/, "videoId"],
  [/index/, "indexId"],
  [/query|text|prompt|question|search|name|title/, "query"],
];

/** A body as JSON, with ids, names and variables of ours. */
export function fill(value: PythonValue, replacements: Replacements, field = ""): Json {
  const always = ALWAYS[field];
  if (always !== undefined) return replacements[always];
  if (field === "video_ids" || field === "id") return idsFor(value, replacements.videoId);
  if (value instanceof Variable) return valueFor(field, value.name, replacements);
  if (value instanceof JoinedText)
    return value.parts
      .map((part) => (typeof part === "string" ? part : textFor(part.name, replacements)))
      .join("");
  if (Array.isArray(value))
    return value.map((item: PythonValue) => fill(item, replacements, singular(field)));
  if (isDict(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, fill(inner, replacements, name)]),
    );
  // What is left of the cases above is a value of JSON itself.
  return value as Json;
}

const idsFor = (value: PythonValue, id: string): Json =>
  typeof value === "string" || (value instanceof Variable && !/s$/i.test(value.name)) ? id : [id];

/** Values that are no text: where a variable holds them, the platform's own default or smallest form stands in. */
const VALUES: Readonly<Record<string, Json>> = {
  search_options: ["visual"],
  search_option: "visual",
  options: ["visual"],
  option: "visual",
  types: ["title", "topic", "hashtag"],
  type: "summary",
  engines: [{ engine_name: "marengo2.6", engine_options: ["visual", "conversation"] }],
  engine_name: "marengo2.6",
  engine_options: ["visual", "conversation"],
  engine_option: "visual",
  addons: ["thumbnail"],
  classes: [{ name: "blue", prompts: ["blue"] }],
  prompts: ["blue"],
  operator: "or",
  conversation_option: "semantic",
  group_by: "clip",
  sort_option: "score",
  page_limit: 10,
  page: 1,
  threshold: "low",
  temperature: 0.2,
  max_tokens: 500,
  min_video_score: 80,
  min_duration_ratio: 0.5,
  include_clips: true,
  show_detailed_score: true,
  stream: false,
  filter: {},
  metadata: {},
  language: "en",
};

function valueFor(field: string, name: string, replacements: Replacements): Json {
  return (
    VALUES[field] ??
    VALUES[name.toLowerCase()] ??
    textFor(field === "" ? name : `${field} ${name}`, replacements)
  );
}

function textFor(name: string, replacements: Replacements): string {
  const words = name.toLowerCase();
  const found = BY_WORD.find(([pattern]) => pattern.test(words));
  return replacements[found?.[1] ?? "query"];
}

const singular = (field: string) => field.replace(/s$/, "");

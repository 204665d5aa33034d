import type { VideoSummary } from "../contracts/library-items.ts";
import type { VideoId } from "../keys.ts";
import { type Field, type FieldTest, fieldTest, isRecord } from "./field-filter.ts";
import { fileNameOf } from "./file-name.ts";

/** What a filter became: a test for videos, or sentences that say what is wrong with it. */
export type ParsedFilter =
  | {
      readonly ok: true;
      readonly accepts: (video: VideoSummary) => boolean;
      /** Present when the filter names its videos: no other can pass. */
      readonly videoIds?: readonly VideoId[];
      /** No condition at all: every video passes. */
      readonly isEmpty: boolean;
    }
  | { readonly ok: false; readonly faults: readonly string[] };

const ID: Field<VideoSummary> = { kind: "id", of: ({ videoId }) => videoId };

/** The fields of a video itself; every other name is one of its metadata. */
export const VIDEO_FIELDS: Readonly<Record<string, Field<VideoSummary>>> = {
  id: ID,
  _id: ID,
  video_id: ID,
  filename: { kind: "text", of: ({ key }) => fileNameOf(key) },
  size: { kind: "number", of: ({ sizeBytes }) => sizeBytes },
  duration: { kind: "number", of: ({ durationSec }) => durationSec },
  width: { kind: "number", of: ({ width }) => width },
  height: { kind: "number", of: ({ height }) => height },
  fps: { kind: "number", of: ({ fps }) => fps },
  created_at: { kind: "time", of: ({ createdAt }) => createdAt },
  updated_at: { kind: "time", of: ({ updatedAt }) => updatedAt },
  indexed_at: { kind: "time", of: (video) => indexedAtOf(video) },
};

/** When the results that stand came to be, as far as the record tells: its last change where it has no time of its own. */
export const indexedAtOf = ({
  currentRunId,
  indexedAt,
  updatedAt,
}: {
  readonly currentRunId?: string | undefined;
  readonly indexedAt?: string | undefined;
  readonly updatedAt: string;
}) => (currentRunId === undefined ? undefined : (indexedAt ?? updatedAt));

/** Names in one filter: more is a mistake or an attack. */
const MAX_FIELDS = 50;

/**
 * The filter of lists and searches: an object of conditions that all have to hold.
 * - `id`: an id or a list of ids;
 * - `filename` and metadata texts: a text, or a list of which one has to be equal;
 * - `duration`, `width`, `height`, `size`, `fps` and metadata numbers: a number, or `{ gte, lte, gt, lt }`;
 * - `created_at`, `updated_at`, `indexed_at`: a time, of which and after which is meant, or `{ gte, lte, gt, lt }`;
 * - `metadata.<name>`, or any other name: what a person said about the video.
 * Nothing is thrown: whoever asks turns the faults into its own error.
 */
export function parseVideoFilter(filter: unknown): ParsedFilter {
  if (!isRecord(filter)) return { ok: false, faults: ["it is not an object of conditions"] };
  const entries = Object.entries(filter);
  if (entries.length > MAX_FIELDS)
    return { ok: false, faults: [`it has more than ${MAX_FIELDS} conditions`] };
  const results = entries.map(([name, wanted]) => testOf(name, wanted));
  const faults = results.filter((result) => typeof result === "string");
  if (faults.length > 0) return { ok: false, faults };
  const tests = results.filter((result) => typeof result !== "string");
  const named = tests.flatMap(({ ids }) => (ids === undefined ? [] : [ids as readonly VideoId[]]));
  return {
    ok: true,
    accepts: (video) => tests.every(({ accepts }) => accepts(video)),
    ...(named[0] === undefined ? {} : { videoIds: inAll(named) }),
    isEmpty: tests.length === 0,
  };
}

const inAll = (lists: readonly (readonly VideoId[])[]) =>
  [...new Set(lists[0])].filter((id) => lists.every((list) => list.includes(id)));

/** One condition, or the sentence that says what is wrong with it. */
function testOf(name: string, wanted: unknown): FieldTest<VideoSummary> | string {
  const field = Object.hasOwn(VIDEO_FIELDS, name) ? VIDEO_FIELDS[name] : undefined;
  if (field !== undefined) return fieldTest(name, field, wanted);
  const key = name.startsWith("metadata.") ? name.slice("metadata.".length) : name;
  if (key === "") return "metadata. needs a name behind the point";
  const of = ({ metadata }: VideoSummary) =>
    metadata !== undefined && Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  return fieldTest(name, { of }, wanted);
}

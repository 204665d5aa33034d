import type { Difference } from "./differences.ts";
import type { OperationName } from "./operation.ts";

/** A difference from the platform that is meant, and why. */
export interface DocumentedDifference {
  readonly kind: Difference["kind"];
  /** The field, wherever it stands; none for the whole answer. */
  readonly field?: string;
  /** Only in this operation. */
  readonly operation?: OperationName;
  /** Only when the difference says this. */
  readonly saying?: string;
  readonly reason: string;
}

const field = (
  kind: Difference["kind"],
  reason: string,
  ...fields: readonly string[]
): DocumentedDifference[] => fields.map((name) => ({ kind, field: name, reason }));

/** Everything in which an answer may differ from a recorded one. */
export const DOCUMENTED: readonly DocumentedDifference[] = [
  ...field("type", "null: no thumbnails are made", "thumbnail_url", "thumbnail_urls"),
  ...field("type", "null: an index does not expire", "expires_at"),
  ...field("type", "null: no HLS streams are made", "hls"),
  ...field("missing", "an inner id of the platform", "vispresso_index_id"),
  {
    kind: "status",
    operation: "create a task from a provider",
    saying: "external_provider_not_supported",
    reason:
      "pages of video sites are refused with external_provider_not_supported: their terms forbid fetching",
  },
  ...field("additional", "what v1.2 calls engines, in the word of v1.3", "models"),
  ...field(
    "additional",
    "the measured and the given part of metadata, in the words of v1.3",
    "system_metadata",
    "user_metadata",
  ),
  ...field("additional", "came to v1.2 after these recordings", "indexed_at", "total_inner_matches"),
  ...field("additional", "null: no HLS streams are made", "hls"),
  ...field("additional", "the place of a hit, as in v1.3", "rank"),
  ...field("additional", "what v1.2 calls page_expired_at, in the spelling of v1.3", "page_expires_at"),
  {
    kind: "additional",
    field: "search_pool",
    operation: "next page of a search",
    reason: "the same on every page",
  },
  {
    kind: "status",
    operation: "delete a task",
    saying: "task_cannot_be_deleted",
    reason: "a task whose video is there is that video: delete the video",
  },
  ...field("additional", "counts of the statuses that v1.3 has", "uploading", "queued", "indexing"),
  ...field("additional", "the way back, as classifications have it", "prev_page_token"),
  ...field(
    "additional",
    "as in v1.3",
    "start_sec",
    "end_sec",
    "usage",
    "summarize_type",
    "finish_reason",
    "process",
    "source",
  ),
  ...field(
    "additional",
    "named in the platform's documentation, in no recorded answer",
    "duration_weighted_score",
  ),
  ...field(
    "additional",
    "what the platform has no place for: the folder, the status and its reason",
    "reelbase",
  ),
];

/** Why a difference is meant; undefined for one that is not. */
export function documentedReason(
  operation: OperationName,
  { kind, path, text }: Difference,
): string | undefined {
  const name = path.replaceAll("[]", "").split(".").at(-1) ?? "";
  const found = DOCUMENTED.find(
    (each) =>
      each.kind === kind &&
      (each.field === undefined || each.field === name) &&
      (each.saying === undefined || text.includes(each.saying)) &&
      (each.operation === undefined || each.operation === operation),
  );
  return found?.reason;
}

import type { TextSpan } from "../../contracts/analysis.ts";
import type { SearchOption } from "../../models/model.ts";
import type { Span } from "../search/span.ts";

/** The stored segments of one embedding option, and how like the prompts they are. */
export interface ComparedSegments {
  readonly spans: readonly Span[];
  /** By prompt: the cosine of every segment, in the order of `spans`. */
  readonly similarities: ReadonlyMap<string, Float32Array>;
}

/** All that is known of one video for its classes. */
export interface Evidence {
  /** By embedding option. */
  readonly segments: ReadonlyMap<string, ComparedSegments>;
  /** What was read, shown and said. */
  readonly texts: Readonly<Partial<Record<SearchOption, readonly TextSpan[]>>>;
}

/** End of the last segment, seconds: the length of a video of which none is recorded. */
export function lastSecond({ segments }: Evidence): number {
  let last = 0;
  for (const { spans } of segments.values()) {
    for (const { endSec } of spans) last = Math.max(last, endSec);
  }
  return last;
}

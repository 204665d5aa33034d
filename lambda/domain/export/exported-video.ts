import type { TextSpan, TimeSpan } from "../../contracts/analysis.ts";

/** A video with its results, as exports take it. What is not there is empty or null. */
export interface ExportedVideo {
  readonly videoId: string;
  /** Name of the index. */
  readonly index: string;
  readonly file: string;
  readonly status: string;
  readonly durationSec: number | null;
  readonly createdAt: string;
  readonly title: string | null;
  readonly topics: readonly string[];
  /** Without the `#`. */
  readonly hashtags: readonly string[];
  readonly summary: string | null;
  readonly chapters: readonly TimeSpan[];
  readonly highlights: readonly TimeSpan[];
  readonly onScreenText: readonly TextSpan[];
  readonly logos: readonly TextSpan[];
  readonly speech: readonly TextSpan[];
  /** What a person said about it. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

import type { Clock } from "../../ports.ts";
import type { Library, LibraryChanges, RemovalRequests, StoredSegments } from "../ports.ts";

export interface VideosPorts {
  readonly library: Library;
  readonly changes: Pick<LibraryChanges, "setMetadata" | "markVideo">;
  readonly removals: RemovalRequests;
  readonly segments: StoredSegments;
  readonly clock: Clock;
  /** Names of the deployment's engines, for a video whose record names none. */
  readonly engines: readonly string[];
}

/** Tries against changes of the same record in between. */
export const TRIES = 8;

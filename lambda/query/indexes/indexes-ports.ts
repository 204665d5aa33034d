import type { IndexEngine } from "../../contracts/library-items.ts";
import type { Clock } from "../../ports.ts";
import type { Library, LibraryChanges, RemovalRequests } from "../ports.ts";

export interface IndexesPorts {
  readonly library: Library;
  readonly changes: Pick<LibraryChanges, "createIndex" | "renameIndex" | "markIndex">;
  readonly removals: RemovalRequests;
  readonly clock: Clock;
  /** What an index has that was made without engines. */
  readonly engines: readonly IndexEngine[];
}

/** Tries against changes of the same record in between. */
export const TRIES = 5;

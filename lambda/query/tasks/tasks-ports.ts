import type { FetchHost } from "../../domain/url-rules.ts";
import type { Clock } from "../../ports.ts";
import type {
  FetchRequests,
  Ids,
  Library,
  LibraryChanges,
  RemovalRequests,
  TaskRecords,
  Uploads,
} from "../ports.ts";

export interface TasksPorts {
  readonly library: Library;
  readonly changes: Pick<LibraryChanges, "markVideo">;
  readonly tasks: TaskRecords;
  readonly uploads: Uploads;
  readonly fetches: FetchRequests;
  readonly removals: RemovalRequests;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Exceptions from the rule that only the public internet is fetched from. */
  readonly fetchHosts: readonly FetchHost[];
}

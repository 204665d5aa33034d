import type { Json } from "../json.ts";

/** An attempt whose Scheduled event is written; a replay finds the same values again. */
export interface Scheduled {
  readonly parameters: Json;
  readonly token: string | undefined;
  readonly timeoutSec: number | undefined;
  readonly heartbeatSec: number | undefined;
  /** Milliseconds since 1970. */
  readonly scheduledMs: number;
}

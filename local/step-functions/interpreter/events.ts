import type { Json, JsonObject } from "../json.ts";
import type { EventOptions } from "./journal.ts";
import type { Scope } from "./run.ts";

/** Writes the next event of a thread, unless an earlier process did, and gives its id. */
export async function emit(
  scope: Scope,
  type: string,
  details?: readonly [string, JsonObject],
  options: EventOptions & { previousEventId?: number } = {},
): Promise<number> {
  const { previousEventId = scope.previousEventId, ...rest } = options;
  const event = { type, previousEventId, ...(details === undefined ? {} : { details }) };
  const id = await scope.run.journal.event(event, rest);
  scope.previousEventId = id;
  return id;
}

/** Without the members that are undefined, which JSON has no place for. */
export function defined(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined),
  );
}

export const NOT_TRUNCATED = { truncated: false } as const;

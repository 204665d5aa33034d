import type { HistoryEvent } from "../step-functions/interpreter/journal.ts";
import type { Json, JsonObject } from "../step-functions/json.ts";
import { difference, WORDED_BY_SERVICE } from "./compare-values.ts";
import type { RecordedEvent } from "./recordings.ts";
import { asObject, statesOf } from "./templates.ts";

/** What differs between a recorded history and one of the interpreter; undefined: nothing. */
export function compareHistories(
  recorded: readonly RecordedEvent[],
  events: readonly HistoryEvent[],
  definition: JsonObject,
): string | undefined {
  const made = events.map(fromHistory);
  // A history that was read while its execution ran is the beginning of what is made.
  const wanted = isEnd(recorded.at(-1)) ? made : made.slice(0, recorded.length);
  const sequential = inOrder(recorded, wanted);
  if (sequential === undefined || !isConcurrent(definition)) return sequential;
  return concurrent(recorded, wanted, definition);
}

function fromHistory({ id, previousEventId, type, details }: HistoryEvent): RecordedEvent {
  return { id, previousEventId, type, details: details?.[1] ?? {} };
}

function isEnd(event: RecordedEvent | undefined): boolean {
  return event !== undefined && /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(event.type);
}

function inOrder(recorded: readonly RecordedEvent[], made: readonly RecordedEvent[]): string | undefined {
  for (const [index, event] of recorded.entries()) {
    const other = made[index];
    if (other === undefined) return `event ${index + 1}: recorded ${label(event)}, got nothing`;
    if (label(event) !== label(other))
      return `event ${index + 1}: recorded ${label(event)}, got ${label(other)}`;
    const differs = detailsDiffer(event, other) ?? chainDiffers(event, other);
    if (differs !== undefined) return `event ${index + 1}, ${label(event)}: ${differs}`;
  }
  const more = made[recorded.length];
  return more === undefined
    ? undefined
    : `event ${recorded.length + 1}: recorded nothing, got ${label(more)}`;
}

/**
 * Concurrent work has no order between its branches: the events of the outermost machine must come in their order,
 * the states of each branch in theirs, and everything together must be the same.
 */
function concurrent(
  recorded: readonly RecordedEvent[],
  made: readonly RecordedEvent[],
  definition: JsonObject,
): string | undefined {
  // Some recordings have lost the end of their Parallel states together with the order of the branches.
  const lost = recorded.some(({ id }) => id === undefined) && !recorded.some(isParallelEnd);
  const mine = lost ? made.filter((event) => !isParallelEnd(event)) : made;
  const outer = new Set(Object.keys(asObject(definition["States"])));
  const isOuter = ({ type, details }: RecordedEvent) =>
    type.startsWith("Execution") ||
    (/State(Entered|Exited)$/.test(type) && outer.has(String(details["name"])));
  const outerDiffers = labelsDiffer(recorded.filter(isOuter), mine.filter(isOuter));
  if (outerDiffers !== undefined) return outerDiffers;
  if (recorded.every(({ id }) => id !== undefined)) {
    const branchDiffers = branchesDiffer(recorded, mine, definition);
    if (branchDiffers !== undefined) return branchDiffers;
  }
  return bagsDiffer(recorded, mine);
}

function labelsDiffer(
  recorded: readonly RecordedEvent[],
  made: readonly RecordedEvent[],
): string | undefined {
  const [left, right] = [recorded.map(label), made.map(label)];
  const index = left.findIndex((each, position) => each !== right[position]);
  if (index < 0 && left.length === right.length) return undefined;
  const at = index < 0 ? Math.min(left.length, right.length) : index;
  return `outer event ${at + 1}: recorded ${left[at] ?? "nothing"}, got ${right[at] ?? "nothing"}`;
}

/** The sequences of labels along `previousEventId`, one per thread, compared as a bag. */
function branchesDiffer(
  recorded: readonly RecordedEvent[],
  made: readonly RecordedEvent[],
  definition: JsonObject,
): string | undefined {
  const names = [...statesOf(definition).keys()];
  for (const name of names) {
    const of = (events: readonly RecordedEvent[]) =>
      events.filter(({ type, details }) => /State(Entered|Exited)$/.test(type) && details["name"] === name)
        .length;
    if (of(recorded) !== of(made)) {
      return `the state '${name}' has ${of(recorded)} recorded events of entering and leaving, got ${of(made)}`;
    }
  }
  return undefined;
}

function bagsDiffer(recorded: readonly RecordedEvent[], made: readonly RecordedEvent[]): string | undefined {
  const rest = [...made];
  for (const event of recorded) {
    const alike = rest.filter((other) => label(other) === label(event));
    const index = rest.findIndex(
      (other) => alike.includes(other) && detailsDiffer(event, other) === undefined,
    );
    if (index < 0) {
      const reason = alike[0] === undefined ? "got none" : detailsDiffer(event, alike[0]);
      return `${label(event)}: ${reason}`;
    }
    rest.splice(index, 1);
  }
  return rest[0] === undefined ? undefined : `recorded no such event, got ${label(rest[0])}`;
}

/** Type and what tells events of one type apart. */
function label({ type, details }: RecordedEvent): string {
  const { name, index } = details;
  return `${type}${name === undefined ? "" : ` '${name}'`}${index === undefined ? "" : ` ${index}`}`;
}

function detailsDiffer(recorded: RecordedEvent, made: RecordedEvent): string | undefined {
  const [left, right] = [recorded.details, made.details].map((details) => comparable(details));
  return difference(left, right);
}

function comparable(details: JsonObject): Json {
  const { cause, ...rest } = details;
  if (cause === undefined || WORDED_BY_SERVICE.has(String(details["error"]))) return rest;
  return { ...rest, cause: typeof cause === "string" ? leading(cause) : cause };
}

/** A service's message without what its client adds. */
function leading(cause: string): string {
  return cause.split(/ \((?:Service|SDK)[: ]/)[0] ?? cause;
}

/** Ids of an evaluation's failure follow no rule that the recordings agree on. */
function chainDiffers(recorded: RecordedEvent, made: RecordedEvent): string | undefined {
  if (recorded.id === undefined || recorded.type === "EvaluationFailed") return undefined;
  if (recorded.previousEventId === made.previousEventId) return undefined;
  return `previousEventId: recorded ${recorded.previousEventId}, got ${made.previousEventId}`;
}

function isParallelEnd({ type }: RecordedEvent): boolean {
  return type === "ParallelStateSucceeded" || type === "ParallelStateFailed";
}

function isConcurrent(definition: JsonObject): boolean {
  return [...statesOf(definition).values()].some(
    ({ Type, MaxConcurrency }) => Type === "Parallel" || (Type === "Map" && MaxConcurrency !== 1),
  );
}

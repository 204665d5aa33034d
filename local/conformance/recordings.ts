import { isObject, type Json, type JsonObject } from "../step-functions/json.ts";

/** One event of a recorded history. */
export interface RecordedEvent {
  /** Undefined when the recorder took it away, as it does in Parallel states. */
  readonly id: number | undefined;
  readonly previousEventId: number | undefined;
  readonly type: string;
  readonly details: JsonObject;
}

/** One recorded history. */
export interface Recording {
  /** `<file>::<class>::<test>[<parameter>]` */
  readonly id: string;
  readonly file: string;
  /** Test name without `test_`. */
  readonly test: string;
  readonly parameter: string;
  /** Where in the recording the history stands. */
  readonly where: string;
  /** Milliseconds since 1970. */
  readonly recordedMs: number;
  readonly events: readonly RecordedEvent[];
  /** Definitions that the test recorded as well, as DescribeStateMachine gives them. */
  readonly definitions: readonly JsonObject[];
}

/** All histories in a snapshot file, wherever they stand. */
export function readRecordings(file: string, content: Json): Recording[] {
  if (!isObject(content)) return [];
  return Object.entries(content).flatMap(([id, test]) => {
    if (!isObject(test)) return [];
    const [, name = id, parameter = ""] = /::(?:test_)?([^:[]+)(?:\[(.*)\])?$/s.exec(id) ?? [];
    const content = test["recorded-content"] ?? null;
    const definitions = [...definitionsIn(content)];
    return [...historiesIn(content, "")].map(({ where, events }) => ({
      id,
      file,
      test: name,
      parameter,
      where,
      recordedMs: recordedTime(test["recorded-date"]),
      events: oldestFirst(events.map(readEvent)),
      definitions,
    }));
  });
}

function* historiesIn(
  value: Json,
  where: string,
): Generator<{ where: string; events: readonly JsonObject[] }> {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isHistoryEvent)) yield { where, events: value as JsonObject[] };
    else for (const [index, element] of value.entries()) yield* historiesIn(element, `${where}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      yield* historiesIn(member, key === "events" ? where : `${where}/${key}`);
    }
  }
}

function* definitionsIn(value: Json): Generator<JsonObject> {
  if (Array.isArray(value)) for (const element of value) yield* definitionsIn(element);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const definition = key === "definition" ? parsedText(member) : undefined;
    if (isObject(definition) && isObject(definition["States"])) yield definition;
    else yield* definitionsIn(member);
  }
}

const HISTORY_TYPE =
  /^(Execution|MapRun|Map|Parallel|Task|Pass|Choice|Wait|Succeed|Fail|LambdaFunction|Activity|Evaluation)[A-Z]/;

function isHistoryEvent(value: Json): boolean {
  return (
    isObject(value) && typeof value["type"] === "string" && HISTORY_TYPE.test(value["type"]) && "id" in value
  );
}

/** Histories that were asked for in reverse order are turned round. */
function oldestFirst(events: RecordedEvent[]): RecordedEvent[] {
  return events.at(-1)?.type === "ExecutionStarted" ? events.reverse() : events;
}

function readEvent(event: JsonObject): RecordedEvent {
  const details = Object.entries(event).find(([name]) => name.endsWith("EventDetails"))?.[1];
  return {
    id: wholeNumber(event["id"]),
    previousEventId: wholeNumber(event["previousEventId"]),
    type: String(event["type"]),
    details: isObject(details) ? details : {},
  };
}

function wholeNumber(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

/** `06-11-2025, 12:19:53` */
function recordedTime(value: Json | undefined): number {
  const [, day, month, year, time] = /^(\d\d)-(\d\d)-(\d{4}), (\d\d:\d\d:\d\d)$/.exec(String(value)) ?? [];
  const parsed = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(parsed) ? Date.UTC(2024, 0, 1) : parsed;
}

/** The state that an event belongs to, found along `previousEventId`; undefined where the recorder cut the chain. */
export function stateNameOf(events: readonly RecordedEvent[], event: RecordedEvent): string | undefined {
  const byId = new Map(events.map((each) => [each.id, each]));
  for (let at: RecordedEvent | undefined = event; at !== undefined; ) {
    if (at.type.endsWith("StateEntered")) return String(at.details["name"]);
    at =
      at.previousEventId === undefined || at.previousEventId === 0 ? undefined : byId.get(at.previousEventId);
  }
  return undefined;
}

/** The recorder shows objects parsed but scalars and lists as JSON text. */
export function parsedText(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

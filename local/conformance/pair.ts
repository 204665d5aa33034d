import type { Json } from "../step-functions/json.ts";
import { same } from "./compare-values.ts";
import { PLACEHOLDER } from "./placeholders.ts";
import type { RecordedEvent, Recording } from "./recordings.ts";
import { parsedText, stateNameOf } from "./recordings.ts";
import { isPlain, statesOf, type Template } from "./templates.ts";

/** A definition that a history may have been recorded from, with how well its name fits. */
export interface Candidate {
  readonly template: Template;
  /** From 0 on; 1 and more: the test names this definition. */
  readonly fit: number;
}

/**
 * The definitions that could have given a history: same first state, all entered states with their types, the
 * same resources. Best fitting name first.
 */
export function candidatesFor(recording: Recording, templates: readonly Template[]): Candidate[] {
  const entered = recording.events.filter(({ type }) => type.endsWith("StateEntered"));
  const first = entered[0]?.details["name"];
  return [...recordedTemplates(recording), ...templates]
    .filter(({ definition }) => first === undefined || definition["StartAt"] === first)
    .filter((template) => explains(template, recording.events, entered))
    .map((template) => ({ template, fit: fitOf(recording, template), near: nearness(recording, template) }))
    .sort((a, b) => b.fit - a.fit || b.near - a.near || a.template.path.localeCompare(b.template.path));
}

/** What the test recorded as its definition needs no name to fit. */
function recordedTemplates({ definitions }: Recording): Template[] {
  return definitions.map((definition) => ({
    path: RECORDED,
    name: RECORDED,
    definition,
    constants: [],
    expressions: new Map(),
  }));
}

const RECORDED = "the definition in the recording";

function explains(
  template: Template,
  events: readonly RecordedEvent[],
  entered: readonly RecordedEvent[],
): boolean {
  const states = statesOf(template.definition);
  const known = entered.every(({ type, details }) => {
    const state = states.get(String(details["name"]));
    return state !== undefined && type === `${state["Type"]}StateEntered`;
  });
  return (
    known &&
    events.every((event) => explainsTask(states, events, event) && explainsLiteral(states, events, event))
  );
}

/** What a state gives out as it is written must be what was recorded. */
function explainsLiteral(
  states: ReturnType<typeof statesOf>,
  events: readonly RecordedEvent[],
  { type, previousEventId, details }: RecordedEvent,
): boolean {
  if (type === "PassStateExited") {
    const state = states.get(String(details["name"])) ?? {};
    const { Result, ResultPath, OutputPath } = state;
    if (isPlain(state)) {
      const entered = events.find(({ id }) => id !== undefined && id === previousEventId);
      return entered === undefined || same(entered.details["input"], details["output"]);
    }
    const isWhole = Result !== undefined && ResultPath === undefined && OutputPath === undefined;
    return !isWhole || isPatched(Result) || same(Result, details["output"]);
  }
  if (type !== "ExecutionFailed") return true;
  const last = events.find(({ id }) => id !== undefined && id === previousEventId);
  if (last?.type !== "FailStateEntered") return true;
  const state = states.get(String(last.details["name"])) ?? {};
  return [
    ["Error", "error"],
    ["Cause", "cause"],
  ].every(([field = "", member = ""]) => {
    const literal = state[field];
    if (literal === undefined) return details[member] === undefined || state[`${field}Path`] !== undefined;
    return isPatched(literal) || String(literal).startsWith("{%") || same(literal, details[member]);
  });
}

/** Whether a test may have put another value in. */
function isPatched(literal: Json): boolean {
  return typeof literal === "string" && PLACEHOLDER.test(literal);
}

/** A scheduled call must be what the state's resource asks for, unless the test put the resource in. */
function explainsTask(
  states: ReturnType<typeof statesOf>,
  events: readonly RecordedEvent[],
  event: RecordedEvent,
): boolean {
  if (event.type !== "TaskScheduled") return true;
  const name = stateNameOf(events, event);
  const resource = name === undefined ? undefined : states.get(name)?.["Resource"];
  if (typeof resource !== "string" || !resource.startsWith("arn:aws:states:::")) return true;
  return resource === `arn:aws:states:::${event.details["resourceType"]}:${event.details["resource"]}`;
}

function fitOf({ file, test, parameter }: Recording, { path, name, constants }: Template): number {
  if (path === RECORDED) return 4;
  const names = [name, ...constants].map(plain);
  const parameterName = plain(parameter.split(".").pop() ?? "");
  if (parameterName !== "" && names.includes(parameterName)) return 3;
  if (parameterName !== "" && names.includes(plain(`${test}_${parameterName}`))) return 2.5;
  if (names.some((each) => isSpelledOut(each, plain(test), plain(file)))) return 2.2;
  if (names.includes(plain(test))) return 2;
  const words = new Set(plain(`${test}_${parameterName}`).split("_"));
  return Math.max(...names.map((each) => overlap(words, new Set(each.split("_")))));
}

/** Whether a name is the test's with words of its file added: `..._jsonata` for a test in `test_x_jsonata`. */
function isSpelledOut(name: string, test: string, file: string): boolean {
  if (!name.startsWith(`${test}_`)) return false;
  const fileWords = file.split("_");
  return name
    .slice(test.length + 1)
    .split("_")
    .every((word) => fileWords.includes(word));
}

/** The folder of a definition often repeats words of the recording's file. */
function nearness({ file }: Recording, { path }: Template): number {
  const folder = new Set(plain(path.split("/").slice(0, -1).join("_")).split("_"));
  return overlap(new Set(plain(file).split("_")), folder);
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

/** The input that the execution was started with. */
export function inputOf({ events }: Recording): ReturnType<typeof parsedText> {
  const started = events.find(({ type }) => type === "ExecutionStarted");
  return started === undefined ? {} : parsedText(started.details["input"]);
}

import { DefinitionError } from "../step-functions/definition/machine.ts";
import { isObject, type Json, type JsonObject } from "../step-functions/json.ts";
import { compareHistories } from "./compare.ts";
import { fillDefinition, NotDeduced } from "./fill.ts";
import { type Candidate, candidatesFor, inputOf } from "./pair.ts";
import { isTimePlaceholder } from "./placeholders.ts";
import type { Recording } from "./recordings.ts";
import { replay } from "./replay.ts";
import { asObject, isPlain, statesOf, type Template } from "./templates.ts";
import { translateMachine } from "./translate.ts";
import { Untranslatable } from "./untranslatable.ts";

/** What came of one recorded history. */
export interface Finding {
  readonly recording: Recording;
  readonly verdict: "match" | "mismatch" | "out of scope";
  readonly reason: string;
  /** `JSONata`, or `JSONPath` when the definition was translated. */
  readonly language?: "JSONata" | "JSONPath";
  readonly definition?: string;
  /** What was put into the definition, and how many definitions were tried. */
  readonly notes: readonly string[];
}

/** How many definitions are tried when the names do not tell which one it was. */
const MAX_TRIES = 6;

/** Finds the definition of a history, runs it and compares. */
export async function conform(recording: Recording, templates: readonly Template[]): Promise<Finding> {
  if (recording.events.length === 0) return outOfScope(recording, "the history has no events");
  if (recording.events.some(({ type }) => type.startsWith("MapRun"))) {
    return outOfScope(recording, "distributed Map (the history has a map run)");
  }
  if (recording.events.some(({ type }) => type.startsWith("Activity"))) {
    return outOfScope(recording, "activity");
  }
  const candidates = candidatesFor(recording, templates);
  const [best] = candidates;
  if (best === undefined) return outOfScope(recording, "no definition has these states");
  const tried: Finding[] = [];
  for (const { template } of worthTrying(candidates)) {
    const finding = await tryTemplate(recording, template);
    tried.push(finding);
    if (finding.verdict === "match") break;
  }
  const found = tried.find(({ verdict }) => verdict === "match") ?? tried[0];
  if (found === undefined) return outOfScope(recording, "no definition has these states");
  const notes = tried.length > 1 ? [`${tried.length} definitions tried`, ...found.notes] : found.notes;
  return { ...found, notes };
}

/** Definitions that the test names stand alone; else those that fit as well as any other are tried. */
function worthTrying(candidates: readonly Candidate[]): readonly Candidate[] {
  const named = candidates.filter(({ fit }) => fit >= 2);
  return (named.length > 0 ? named : candidates).slice(0, MAX_TRIES);
}

async function tryTemplate(recording: Recording, template: Template): Promise<Finding> {
  const isJsonata = speaksOnlyJsonata(template.definition);
  const language = isJsonata ? "JSONata" : "JSONPath";
  const base = { recording, language, definition: template.path } as const;
  const unsupported = featureOutOfScope(template.definition);
  if (unsupported !== undefined) return { ...base, verdict: "out of scope", reason: unsupported, notes: [] };
  if (!isJsonata && failsByPath(recording)) {
    return { ...base, verdict: "out of scope", reason: "the failure is one of JSONPath itself", notes: [] };
  }
  try {
    const { definition, notes } = fillDefinition(template, recording);
    const text = JSON.stringify(translateMachine(definition));
    const events = await replay(text, concreteInput(recording, definition), recording);
    const differs = compareHistories(recording.events, events, definition);
    return { ...base, verdict: differs === undefined ? "match" : "mismatch", reason: differs ?? "", notes };
  } catch (error) {
    if (error instanceof NotDeduced || error instanceof Untranslatable || error instanceof DefinitionError) {
      return { ...base, verdict: "out of scope", reason: error.message, notes: [] };
    }
    // A fault of the comparison itself counts against it, and the other histories are still compared.
    return { ...base, verdict: "mismatch", reason: `not comparable: ${(error as Error).message}`, notes: [] };
  }
}

function outOfScope(recording: Recording, reason: string): Finding {
  return { recording, verdict: "out of scope", reason, notes: [] };
}

/** Whether no state is in JSONPath. Pass, Succeed and Fail states without its fields are the same in both. */
function speaksOnlyJsonata(definition: JsonObject): boolean {
  const whole = definition["QueryLanguage"] === "JSONata";
  return [...statesOf(definition).values()].every((state) => {
    const language = state["QueryLanguage"] ?? (whole ? "JSONata" : "JSONPath");
    return language === "JSONata" || isPlain(state);
  });
}

/** A feature of Step Functions that the interpreter does not have. */
function featureOutOfScope(definition: JsonObject): string | undefined {
  for (const [name, state] of statesOf(definition)) {
    const processor = asObject(state["ItemProcessor"] ?? state["Iterator"]);
    if (asObject(processor["ProcessorConfig"])["Mode"] === "DISTRIBUTED")
      return `distributed Map ('${name}')`;
    const field = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"].find(
      (each) => state[each] !== undefined,
    );
    if (field !== undefined) return `distributed Map (${field} of '${name}')`;
    const tolerated = Object.keys(state).find((each) => each.startsWith("Tolerated"));
    if (tolerated !== undefined) return `${tolerated} of '${name}'`;
    if (state["Credentials"] !== undefined) return `Credentials of '${name}'`;
    const resource = String(state["Resource"] ?? "");
    if (resource.includes(":activity:")) return `activity ('${name}')`;
    if (/\.sync(:\d+)?$/.test(resource)) return `job that is waited for (${resource})`;
  }
  return undefined;
}

/** Errors that only JSONPath can make. */
const PATH_ERRORS = [
  "States.Runtime",
  "States.ParameterPathFailure",
  "States.ResultPathMatchFailure",
  "States.IntrinsicFailure",
];

function failsByPath({ events }: Recording): boolean {
  const { error, cause = "" } = events.at(-1)?.details ?? {};
  return PATH_ERRORS.includes(String(error)) && /path|\$\.|\$\$|intrinsic/i.test(String(cause));
}

/** The recorded input, with times in place of their placeholders where a Wait reads them. */
function concreteInput(recording: Recording, definition: JsonObject): Json {
  const waits = [...statesOf(definition).values()].some(
    ({ Timestamp, TimestampPath }) => Timestamp ?? TimestampPath,
  );
  const recorded = inputOf(recording);
  // An execution may have been started with null.
  const input = recorded === undefined ? {} : recorded;
  return waits ? withTimes(input, timeOf(recording)) : input;
}

/** The text that the recorded failure quotes, else a time that was over. */
function timeOf({ events, recordedMs }: Recording): string {
  const quoted = events
    .filter(({ type }) => type === "EvaluationFailed")
    .map(({ details }) => /: (\S+)$/.exec(String(details["cause"]))?.[1])
    .find((text) => text !== undefined && !isTimePlaceholder(text));
  const tooFar = events.some(({ details }) => String(details["cause"]).includes("delay is too long"));
  return quoted ?? new Date(recordedMs + (tooFar ? 30_000 * 86_400_000 : -60_000)).toISOString();
}

function withTimes(value: Json, time: string): Json {
  if (typeof value === "string") return isTimePlaceholder(value) ? time : value;
  if (Array.isArray(value)) return value.map((each) => withTimes(each, time));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTimes(each, time)]));
}

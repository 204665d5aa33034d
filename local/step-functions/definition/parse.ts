import type { Language } from "../expressions/functions.ts";
import { isObject, type Json } from "../json.ts";
import { child, number, onlyFields, type Reader, refuse, text } from "./fields.ts";
import { type Definition, DefinitionError, type Machine, type State } from "./machine.ts";
import type { ParseContext, ResourceCheck } from "./parse-context.ts";
import { parseState } from "./state.ts";
import { targetsOf } from "./targets.ts";

/** Longest definition that Step Functions takes, in bytes. */
const MAX_DEFINITION_BYTES = 1024 * 1024;
const MAX_TIMEOUT_SEC = 99_999_999;

/**
 * Reads and compiles the JSON text of a state machine written in JSONata.
 * @throws DefinitionError naming the place and what is wrong with it
 */
export function parseDefinition(
  source: string,
  language: Language,
  checkResource: ResourceCheck,
): Definition {
  if (Buffer.byteLength(source) > MAX_DEFINITION_BYTES) {
    throw new DefinitionError("The definition is larger than 1048576 bytes");
  }
  let value: Json;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new DefinitionError(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`);
  }
  if (!isObject(value))
    throw new DefinitionError("INVALID_JSON_DESCRIPTION: The definition is no object at /");
  const reader: Reader = { value, at: "/", language, prefix: "" };
  onlyFields(reader, ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"]);
  const version = value["Version"] ?? "1.0";
  if (version !== "1.0") refuse(reader, "Version must be '1.0'");
  const machine = parseMachine(reader, {
    jsonata: value["QueryLanguage"] === "JSONata",
    checkResource,
    taken: new Set(),
    parseMachine,
  });
  return { ...machine, timeoutSec: number(reader, "TimeoutSeconds", { min: 1, max: MAX_TIMEOUT_SEC }) };
}

function parseMachine(reader: Reader, context: ParseContext): Machine {
  const missing = ["StartAt", "States"].filter((field) => reader.value[field] === undefined);
  if (missing.length > 0) refuse(reader, `These fields are required: [${missing.join(", ")}]`);
  const startAt = text(reader, "StartAt");
  const list = child(reader, "States");
  const states = new Map<string, State>();
  for (const name of Object.keys(list.value)) {
    if (name.length > 80) refuse(list, `The state name '${name}' is longer than 80 characters`);
    if (context.taken.has(name)) refuse(list, `Duplicate state name '${name}'`);
    context.taken.add(name);
    states.set(name, parseState(name, child(list, name), context));
  }
  checkTargets(list, startAt, states);
  return { startAt, states };
}

/** Every target exists and every state is a target of something. */
function checkTargets(reader: Reader, startAt: string, states: ReadonlyMap<string, State>): void {
  const reached = new Set<string>();
  const visit = (name: string, from: string): void => {
    const state = states.get(name);
    if (state === undefined) {
      refuse(reader, `MISSING_TRANSITION_TARGET: '${name}' named by ${from} does not exist`);
    }
    if (reached.has(name)) return;
    reached.add(name);
    for (const target of targetsOf(state)) visit(target, `'${name}'`);
  };
  visit(startAt, "StartAt");
  for (const name of states.keys()) {
    if (!reached.has(name)) refuse(reader, `MISSING_TRANSITION_TARGET: nothing leads to the state '${name}'`);
  }
}

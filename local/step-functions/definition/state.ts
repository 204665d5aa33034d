import { compileTemplate } from "../expressions/template.ts";
import type { Json } from "../json.ts";
import { child, children, onlyFields, optionalText, type Reader, refuse, template, text } from "./fields.ts";
import { leaving } from "./leaving.ts";
import type {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  State,
  TaskState,
  WaitState,
} from "./machine.ts";
import type { ParseContext } from "./parse-context.ts";
import { policies } from "./policies.ts";
import { parseTaskResource } from "./task-resource.ts";
import { parseTimestamp } from "./timestamp.ts";

const ALWAYS = ["Type", "Comment", "QueryLanguage"];
const FLOW = ["Next", "End", "Output", "Assign"];
const POLICIES = ["Retry", "Catch"];

/** Highest number of seconds of a timeout or a Wait. */
const MAX_SEC = 99_999_999;

/** Reads one state; the fields of another type or of JSONPath are refused. */
export function parseState(name: string, reader: Reader, context: ParseContext): State {
  const language = optionalText(reader, "QueryLanguage") ?? (context.jsonata ? "JSONata" : "JSONPath");
  if (language !== "JSONata") {
    refuse(reader, `The state '${name}' has no 'QueryLanguage: JSONata'; only JSONata is supported`);
  }
  const type = text(reader, "Type");
  switch (type) {
    case "Pass":
      onlyFields(reader, [...ALWAYS, ...FLOW]);
      return { type, name, ...flow(reader), ...leaving(reader) };
    case "Task":
      return parseTask(name, reader, context);
    case "Choice":
      return parseChoice(name, reader);
    case "Wait":
      return parseWait(name, reader);
    case "Parallel":
      return parseParallel(name, reader, context);
    case "Map":
      return parseMap(name, reader, context);
    case "Succeed":
      onlyFields(reader, [...ALWAYS, "Output"]);
      return { type, name, ...leaving(reader) };
    case "Fail":
      return parseFail(name, reader);
    default:
      return refuse(reader, `Unknown state type '${type}'`);
  }
}

function flow(reader: Reader): { next: string | undefined } {
  const next = optionalText(reader, "Next");
  const end = reader.value["End"];
  if (end !== undefined && typeof end !== "boolean") refuse(reader, "The field 'End' must be a boolean");
  if ((next !== undefined) === (end === true)) refuse(reader, "Exactly one of Next and End is required");
  return { next };
}

function parseTask(name: string, reader: Reader, context: ParseContext): TaskState {
  onlyFields(reader, [
    ...ALWAYS,
    ...FLOW,
    ...POLICIES,
    "Resource",
    "Arguments",
    "TimeoutSeconds",
    "HeartbeatSeconds",
  ]);
  const arn = text(reader, "Resource");
  const resource = parseTaskResource(arn);
  if (resource === undefined) return refuse(reader, `The resource '${arn}' is not supported`);
  const problem = context.checkResource(resource, reader.value["Arguments"]);
  if (problem !== undefined) refuse(reader, problem);
  return {
    type: "Task",
    name,
    resource,
    arguments: template(reader, "Arguments") ?? compileTemplate({}, "Arguments", reader.language),
    timeoutSec: template(reader, "TimeoutSeconds", positiveSeconds),
    heartbeatSec: template(reader, "HeartbeatSeconds", positiveSeconds),
    ...policies(reader),
    ...flow(reader),
    ...leaving(reader),
  };
}

function parseChoice(name: string, reader: Reader): ChoiceState {
  onlyFields(reader, [...ALWAYS, "Choices", "Default", "Output", "Assign"]);
  const choices = children(reader, "Choices").map((rule) => {
    onlyFields(rule, ["Condition", "Next", "Output", "Assign", "Comment"]);
    const condition = template(rule, "Condition", (literal) =>
      typeof literal === "boolean" ? undefined : "must be a boolean or an expression",
    );
    if (condition === undefined) return refuse(rule, "These fields are required: [Condition]");
    return { condition, next: text(rule, "Next"), ...leaving(rule) };
  });
  if (choices.length === 0) refuse(reader, "The field 'Choices' must not be empty");
  return { type: "Choice", name, choices, default: optionalText(reader, "Default"), ...leaving(reader) };
}

function parseWait(name: string, reader: Reader): WaitState {
  onlyFields(reader, [...ALWAYS, ...FLOW, "Seconds", "Timestamp"]);
  const seconds = template(reader, "Seconds", (literal) =>
    isSeconds(literal, 0) ? undefined : `must be a whole number from 0 to ${MAX_SEC} or an expression`,
  );
  const timestamp = template(reader, "Timestamp", (literal) =>
    typeof literal === "string" && parseTimestamp(literal) !== undefined
      ? undefined
      : "must be a timestamp as of RFC 3339, with T and an offset, or an expression",
  );
  if ((seconds === undefined) === (timestamp === undefined)) {
    refuse(reader, "Exactly one of Seconds and Timestamp is required");
  }
  return { type: "Wait", name, seconds, timestamp, ...flow(reader), ...leaving(reader) };
}

function parseParallel(name: string, reader: Reader, context: ParseContext): ParallelState {
  onlyFields(reader, [...ALWAYS, ...FLOW, ...POLICIES, "Arguments", "Branches"]);
  const branches = children(reader, "Branches").map((branch) => {
    onlyFields(branch, ["Comment", "StartAt", "States"]);
    return context.parseMachine(branch, context);
  });
  if (branches.length === 0) refuse(reader, "The field 'Branches' must not be empty");
  return {
    type: "Parallel",
    name,
    arguments: template(reader, "Arguments"),
    branches,
    ...policies(reader),
    ...flow(reader),
    ...leaving(reader),
  };
}

function parseMap(name: string, reader: Reader, context: ParseContext): MapState {
  onlyFields(reader, [
    ...ALWAYS,
    ...FLOW,
    ...POLICIES,
    "Items",
    "ItemSelector",
    "ItemProcessor",
    "MaxConcurrency",
  ]);
  const processor = child(reader, "ItemProcessor");
  onlyFields(processor, ["Comment", "ProcessorConfig", "StartAt", "States"]);
  if (processor.value["ProcessorConfig"] !== undefined) {
    const config = child(processor, "ProcessorConfig");
    onlyFields(config, ["Mode"]);
    if ((config.value["Mode"] ?? "INLINE") !== "INLINE") {
      refuse(config, "Only Maps with the Mode INLINE are supported");
    }
  }
  return {
    type: "Map",
    name,
    items: template(reader, "Items", (literal) =>
      Array.isArray(literal) ? undefined : "must be an array or an expression",
    ),
    itemSelector: template(reader, "ItemSelector"),
    maxConcurrency: template(reader, "MaxConcurrency", (literal) =>
      isSeconds(literal, 0) ? undefined : "must be a whole number from 0 or an expression",
    ),
    processor: context.parseMachine(processor, context),
    ...policies(reader),
    ...flow(reader),
    ...leaving(reader),
  };
}

function parseFail(name: string, reader: Reader): FailState {
  onlyFields(reader, [...ALWAYS, "Error", "Cause"]);
  const isText = (literal: Json) =>
    typeof literal === "string" ? undefined : "must be a string or an expression";
  return {
    type: "Fail",
    name,
    error: template(reader, "Error", isText),
    cause: template(reader, "Cause", isText),
  };
}

function positiveSeconds(literal: Json): string | undefined {
  return isSeconds(literal, 1) ? undefined : `must be a whole number from 1 to ${MAX_SEC} or an expression`;
}

function isSeconds(value: Json, min: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= MAX_SEC;
}

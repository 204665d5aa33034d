import { isObject, type Json } from "../step-functions/json.ts";
import { standsFor } from "./placeholders.ts";
import { parsedText } from "./recordings.ts";

/** Members that differ from run to run, or that a client library adds. */
const IGNORED = new Set([
  "timestamp",
  "roleArn",
  "inputDetails",
  "outputDetails",
  "assignedVariablesDetails",
  "region",
  "ResponseMetadata",
  "SdkHttpMetadata",
  "SdkResponseMetadata",
  "stackTrace",
  "trace",
  "requestId",
]);

/** Errors whose cause is the service's own wording. */
export const WORDED_BY_SERVICE = new Set(["States.QueryEvaluationError", "States.Runtime"]);

/** Whether a value is what a recording shows, its placeholders taken for anything. */
export function same(recorded: Json | undefined, value: Json | undefined): boolean {
  return difference(recorded, value) === undefined;
}

/** Where a value first differs from a recorded one, and how; undefined when it does not. */
export function difference(
  recorded: Json | undefined,
  value: Json | undefined,
  path = "",
  key = "",
): string | undefined {
  const [left, right] = [parsedText(recorded), parsedText(value)];
  if (typeof left === "string" && right !== undefined) {
    const shown = typeof right === "string" ? right : JSON.stringify(right);
    return standsFor(left, shown, key) ? undefined : differs(path, left, right);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return differs(path, left, right);
    return first(left.map((element, index) => difference(element, right[index], `${path}[${index}]`, key)));
  }
  if (isObject(left) && isObject(right)) {
    const worded = WORDED_BY_SERVICE.has(String(left["Error"]));
    const keys = new Set(
      [...Object.keys(left), ...Object.keys(right)].filter(
        (each) =>
          !IGNORED.has(each) &&
          !(worded && each === "Cause") &&
          // Recordings from before redrives were invented do not have it.
          !(each === "RedriveCount" && left[each] === undefined),
      ),
    );
    return first([...keys].map((each) => difference(left[each], right[each], `${path}/${each}`, each)));
  }
  return left === right ? undefined : differs(path, left, right);
}

function differs(path: string, recorded: Json | undefined, value: Json | undefined): string {
  return `${path || "value"}: recorded ${short(recorded)}, got ${short(value)}`;
}

function short(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

function first(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((each) => each !== undefined);
}

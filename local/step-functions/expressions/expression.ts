import jsonata from "jsonata";
import type { Json } from "../json.ts";
import { type Language, registerFunctions } from "./functions.ts";
import { type References, referencesOf } from "./names.ts";

export type Bindings = Readonly<Record<string, unknown>>;

/** One `{% … %}`, compiled once for all executions of its machine. */
export interface Expression {
  readonly text: string;
  /** Where it stands, such as `Arguments/Payload/key`: `location` of an EvaluationFailed event. */
  readonly field: string;
  readonly references: References;
  /** @throws EvaluationError when it fails or yields no JSON value */
  evaluate(bindings: Bindings): Promise<Json>;
}

/** States.QueryEvaluationError, before it is known which state it happened in. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly field: string | undefined;

  constructor(message: string, field: string | undefined) {
    super(message);
    this.field = field;
  }
}

/** The text inside `{% … %}`, or undefined when `value` is a literal string. */
export function expressionText(value: string): string | undefined {
  return value.startsWith("{%") && value.endsWith("%}") && value.length >= 4
    ? value.slice(2, -2).trim()
    : undefined;
}

/** @throws an Error with JSONata's code and message when the text is no JSONata 2.0.6 */
export function compileExpression(text: string, field: string, language: Language): Expression {
  const compiled = jsonata(text);
  registerFunctions(compiled, language);
  const subject = `The JSONata expression '${text}' specified for the field '${field}'`;
  return {
    text,
    field,
    references: referencesOf(compiled.ast()),
    async evaluate(bindings) {
      let value: unknown;
      try {
        // `eval` bound to nothing: Step Functions has no $eval.
        value = await compiled.evaluate(undefined, { ...bindings, eval: undefined });
      } catch (error) {
        throw new EvaluationError(`${subject} threw an error during evaluation. ${describe(error)}`, field);
      }
      if (value === undefined) throw new EvaluationError(`${subject} returned nothing (undefined).`, field);
      const json = plainJson(value);
      if (json === undefined) {
        throw new EvaluationError(`${subject} returned an unsupported result type.`, field);
      }
      return json;
    },
  };
}

/**
 * A copy without JSONata's hidden flags on lists, which must not reach the next expression.
 * Undefined when the value or a part of it is no JSON: a function or a pattern.
 */
function plainJson(value: unknown): Json | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  // JSON has no such numbers; the service writes their names.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return undefined;
  if (Array.isArray(value)) {
    const list = value.map((element) => (element === undefined ? null : plainJson(element)));
    return list.includes(undefined) ? undefined : (list as Json[]);
  }
  if ("_jsonata_lambda" in value || "_jsonata_function" in value) return undefined;
  const copy: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const json = plainJson(member);
    if (json === undefined) return undefined;
    // Plain assignment to `__proto__` would set the prototype instead of a field.
    Object.defineProperty(copy, key, { value: json, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message ?? error) : `${code}: ${message}`;
}

import { isObject, type Json, typeName } from "../json.ts";
import {
  type Bindings,
  compileExpression,
  EvaluationError,
  type Expression,
  expressionText,
} from "./expression.ts";
import type { Language } from "./functions.ts";

/** A field of a state: a JSON value whose strings may be expressions, at any depth. */
export interface Template {
  readonly field: string;
  readonly expressions: readonly Expression[];
  /** Set when there is nothing to evaluate. */
  readonly literal?: Json;
  evaluate(bindings: Bindings): Promise<Json>;
}

/** @throws an Error naming the field and the expression that does not compile */
export function compileTemplate(value: Json, field: string, language: Language): Template {
  const expressions: Expression[] = [];
  const evaluate = compile(value, field, language, expressions);
  return expressions.length === 0
    ? { field, expressions, literal: value, evaluate: async () => value }
    : { field, expressions, evaluate };
}

type Evaluate = (bindings: Bindings) => Promise<Json>;

function compile(value: Json, field: string, language: Language, found: Expression[]): Evaluate {
  if (typeof value === "string") {
    const text = expressionText(value);
    if (text === undefined) return async () => value;
    const expression = compileNamed(text, field, language);
    found.push(expression);
    return expression.evaluate;
  }
  if (Array.isArray(value)) {
    const parts = value.map((part, index) => compile(part, `${field}[${index}]`, language, found));
    return async (bindings) => {
      const list: Json[] = [];
      for (const part of parts) list.push(await part(bindings));
      return list;
    };
  }
  if (isObject(value)) {
    const parts = Object.entries(value).map(
      ([key, part]) => [key, compile(part, `${field}/${key}`, language, found)] as const,
    );
    return async (bindings) => {
      const entries: [string, Json][] = [];
      for (const [key, part] of parts) entries.push([key, await part(bindings)]);
      return Object.fromEntries(entries);
    };
  }
  return async () => value;
}

function compileNamed(text: string, field: string, language: Language): Expression {
  try {
    return compileExpression(text, field, language);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    throw new Error(`the JSONata expression '${text}' in '${field}' is not valid: ${code ?? ""} ${message}`);
  }
}

/** Evaluates and insists on a type, in the words of the real service. */
export async function evaluateTyped<T extends Json>(
  template: Template,
  bindings: Bindings,
  expected: string,
  matches: (value: Json) => value is T,
): Promise<T> {
  const value = await template.evaluate(bindings);
  if (matches(value)) return value;
  const text = template.expressions[0]?.text ?? "";
  throw new EvaluationError(
    `The JSONata expression '${text}' specified for the field '${template.field}' returned an unexpected ` +
      `result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    template.field,
  );
}

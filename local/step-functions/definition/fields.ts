import type { Language } from "../expressions/functions.ts";
import { compileTemplate, type Template } from "../expressions/template.ts";
import { isObject, type Json, type JsonObject, typeName } from "../json.ts";
import { DefinitionError } from "./machine.ts";

/** A place in a definition and what is needed to read it. */
export interface Reader {
  readonly value: JsonObject;
  /** JSON pointer of the place, for messages. */
  readonly at: string;
  readonly language: Language;
  /** How expressions under this place are named, such as `Choices[1]/`; empty for the state itself. */
  readonly prefix: string;
}

export function refuse(reader: Pick<Reader, "at">, problem: string): never {
  throw new DefinitionError(`SCHEMA_VALIDATION_FAILED: ${problem} at ${reader.at}`);
}

export function child(reader: Reader, field: string): Reader {
  const value = reader.value[field];
  const at = `${reader.at === "/" ? "" : reader.at}/${field}`;
  if (!isObject(value)) return refuse({ at }, `Expected an object but got ${describe(value)}`);
  return { value, at, language: reader.language, prefix: "" };
}

/** The elements of a list of objects; an absent list is empty. */
export function children(reader: Reader, field: string): Reader[] {
  const value = reader.value[field];
  if (value === undefined) return [];
  const at = `${reader.at}/${field}`;
  if (!Array.isArray(value)) return refuse({ at }, `Expected an array but got ${describe(value)}`);
  return value.map((element, index) => {
    const place = { at: `${at}[${index}]` };
    if (!isObject(element)) return refuse(place, `Expected an object but got ${describe(element)}`);
    return { value: element, ...place, language: reader.language, prefix: `${field}[${index}]/` };
  });
}

/** JSONPath's fields; a machine that has one is written in the other language. */
const JSON_PATH =
  /^(InputPath|OutputPath|ResultPath|ResultSelector|Parameters|.*Path|Variable|Result|And|Or|Not|Iterator)$/;

export function onlyFields(reader: Reader, known: readonly string[]): void {
  for (const field of Object.keys(reader.value)) {
    if (known.includes(field)) continue;
    if (JSON_PATH.test(field)) {
      refuse(reader, `The field '${field}' belongs to JSONPath; only JSONata is supported`);
    }
    refuse(reader, `The field '${field}' is not supported`);
  }
}

export function text(reader: Reader, field: string): string {
  const value = reader.value[field];
  if (value === undefined) return refuse(reader, `These fields are required: [${field}]`);
  if (typeof value !== "string") {
    return refuse(reader, `The field '${field}' must be a string but is ${describe(value)}`);
  }
  return value;
}

export function optionalText(reader: Reader, field: string): string | undefined {
  return reader.value[field] === undefined ? undefined : text(reader, field);
}

export function texts(reader: Reader, field: string): string[] {
  const value = reader.value[field];
  if (!Array.isArray(value) || value.length === 0 || value.some((each) => typeof each !== "string")) {
    return refuse(reader, `The field '${field}' must be a list of strings that is not empty`);
  }
  return value as string[];
}

/** An optional number between two bounds. */
export function number(
  reader: Reader,
  field: string,
  { min, max = Number.MAX_SAFE_INTEGER, whole = true }: { min: number; max?: number; whole?: boolean },
): number | undefined {
  const value = reader.value[field];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || value < min || value > max || (whole && !Number.isInteger(value))) {
    return refuse(
      reader,
      `The field '${field}' must be a number from ${min} to ${max} but is ${describe(value)}`,
    );
  }
  return value;
}

/** An optional field that may hold expressions; a literal must pass `check`, or what is wrong is returned. */
export function template(
  reader: Reader,
  field: string,
  check?: (literal: Json) => string | undefined,
): Template | undefined {
  const value = reader.value[field];
  if (value === undefined) return undefined;
  let compiled: Template;
  try {
    compiled = compileTemplate(value, reader.prefix + field, reader.language);
  } catch (error) {
    return refuse(reader, (error as Error).message);
  }
  const problem = compiled.literal === undefined ? undefined : check?.(compiled.literal);
  if (problem !== undefined) refuse(reader, `The field '${field}' ${problem}`);
  return compiled;
}

function describe(value: Json | undefined): string {
  return value === undefined ? "nothing" : typeName(value);
}

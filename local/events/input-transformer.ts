import type { BusEvent } from "../service.ts";
import { validationError } from "./errors.ts";
import { compilePath } from "./json-path.ts";

export interface InputTransformer {
  readonly inputPathsMap?: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** What a template may name besides its own variables. */
export interface Occasion {
  readonly event: BusEvent;
  readonly ruleName: string;
  readonly ruleArn: string;
  /** ISO time at which the bus took the event. */
  readonly ingestionTime: string;
}

type Variable = (occasion: Occasion) => unknown;

const predefined: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ["aws.events.rule-arn", ({ ruleArn }) => ruleArn],
  ["aws.events.rule-name", ({ ruleName }) => ruleName],
  ["aws.events.event.ingestion-time", ({ ingestionTime }) => ingestionTime],
  ["aws.events.event.json", ({ event }) => event],
  ["aws.events.event", ({ event: { detail: _, ...envelope } }) => envelope],
]);

/** A piece of the template: text, or a variable inside or outside of a quoted text. */
type Piece = string | { readonly read: Variable; readonly quoted: boolean };

/**
 * Compiles an input transformer. The template must be JSON once its `<variables>` are filled in; inside quotes a
 * variable becomes part of the text, outside it stands for its JSON value.
 *
 * @returns gives the JSON text for an event
 * @throws ValidationException for an unknown variable, a bad path, or a template that cannot become JSON
 */
export function compileTransformer(transformer: InputTransformer): (occasion: Occasion) => string {
  const { inputPathsMap = {}, inputTemplate } = transformer;
  const variables = new Map(predefined);
  for (const [name, path] of Object.entries(inputPathsMap)) {
    const read = compilePath(path);
    variables.set(name, ({ event }) => read(event));
  }
  const pieces = split(inputTemplate, variables);
  checkJson(pieces.map((piece) => (typeof piece === "string" ? piece : piece.quoted ? "" : "null")).join(""));
  return (occasion) =>
    pieces
      .map((piece) => (typeof piece === "string" ? piece : fill(piece.read(occasion), piece.quoted)))
      .join("");
}

/** What the event does not have becomes empty text. */
function fill(value: unknown, quoted: boolean): string {
  const given = value ?? (value === null ? null : "");
  if (!quoted) return JSON.stringify(given);
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return JSON.stringify(text).slice(1, -1);
}

const TOKEN = /\\.|"|<([^<>"\s]+)>/g;

function split(template: string, variables: ReadonlyMap<string, Variable>): Piece[] {
  const pieces: Piece[] = [];
  let quoted = false;
  let from = 0;
  for (const match of template.matchAll(TOKEN)) {
    const [token, name] = match;
    if (token === '"') quoted = !quoted;
    if (name === undefined) continue;
    const read = variables.get(name);
    if (read === undefined) throw validationError(`InputTemplate contains invalid placeholder ${name}.`);
    pieces.push(template.slice(from, match.index), { read, quoted });
    from = match.index + token.length;
  }
  return [...pieces, template.slice(from)];
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw validationError("InputTemplate is not JSON; templates of plain text are not supported.");
  }
}

import { parseTaskResource } from "../step-functions/definition/task-resource.ts";
import { isObject, type Json, type JsonObject, MAX_DATA_BYTES } from "../step-functions/json.ts";
import { concreteArn, PLACEHOLDER } from "./placeholders.ts";
import { parsedText, type RecordedEvent, type Recording, stateNameOf } from "./recordings.ts";
import { asObject, type Template } from "./templates.ts";

/** A definition as the test probably made it, and what was put in. */
export interface Filled {
  readonly definition: JsonObject;
  readonly notes: readonly string[];
}

/**
 * Puts in what the test put into its template before it ran: function ARNs, expressions, values. They are found in
 * the history itself, in the test's parameter or among the expressions beside the template.
 * @throws NotDeduced when a placeholder is left
 */
export function fillDefinition({ definition, expressions }: Template, recording: Recording): Filled {
  const notes: string[] = [];
  const filler = new Filler(recording, expressions, notes);
  return { definition: filler.machine(definition), notes };
}

/** What a test swapped in cannot be told from the recording. */
export class NotDeduced extends Error {
  override readonly name = "NotDeduced";
}

/** Whether a resource only looks like a function, as in `arn:aws:lambda:your-region:…`. */
function isNoFunction(resource: string): boolean {
  return /^arn:[^:]*:lambda:/.test(resource) && parseTaskResource(resource) === undefined;
}

class Filler {
  readonly #recording: Recording;
  readonly #expressions: ReadonlyMap<string, string>;
  readonly #notes: string[];

  constructor(recording: Recording, expressions: ReadonlyMap<string, string>, notes: string[]) {
    this.#recording = recording;
    this.#expressions = expressions;
    this.#notes = notes;
  }

  machine(machine: JsonObject): JsonObject {
    const states = Object.entries(asObject(machine["States"])).map(([name, state]) => [
      name,
      this.#state(name, asObject(state)),
    ]);
    return { ...machine, States: Object.fromEntries(states) };
  }

  #state(name: string, state: JsonObject): JsonObject {
    const filled = Object.entries(state).map(([field, value]): [string, Json] => {
      if (field === "Branches" && Array.isArray(value))
        return [field, value.map((each) => this.machine(asObject(each)))];
      if (field === "ItemProcessor" || field === "Iterator") return [field, this.machine(asObject(value))];
      return [field, this.#value(name, [field], value)];
    });
    return this.#withOversize(
      name,
      this.#withItems(name, this.#withTimeout(name, Object.fromEntries(filled))),
    );
  }

  /** A Map that went through another number of items than it lists had other items put in. */
  #withItems(name: string, state: JsonObject): JsonObject {
    const { Type, Items, ItemSelector } = state;
    if (Type !== "Map" || !Array.isArray(Items) || ItemSelector !== undefined) return state;
    const items = this.#items(name, ["Items"]);
    if (!Array.isArray(items) || items.length === Items.length) return state;
    this.#notes.push(`'${name}'/Items = ${JSON.stringify(items).slice(0, 80)}`);
    return { ...state, Items: items };
  }

  /** A Pass state whose result was too large had a value put in that no recording shows; any such value will do. */
  #withOversize(name: string, state: JsonObject): JsonObject {
    const field = state["Result"] === undefined ? "Output" : "Result";
    const { error, cause } = this.#recording.events.at(-1)?.details ?? {};
    const isTooLarge =
      error === "States.DataLimitExceeded" && String(cause).startsWith(`The state/task '${name}' `);
    if (state["Type"] !== "Pass" || !isTooLarge || state[field] === undefined) return state;
    this.#notes.push(`'${name}'/${field} = a text of more than ${MAX_DATA_BYTES} bytes`);
    return { ...state, [field]: "x".repeat(MAX_DATA_BYTES + 1) };
  }

  #value(state: string, path: readonly string[], value: Json): Json {
    if (typeof value === "string" && PLACEHOLDER.test(value)) return this.#deduce(state, path, value);
    if (path.length === 1 && typeof value === "string" && isNoFunction(value)) {
      return this.#resource(state, path) ?? value;
    }
    if (Array.isArray(value))
      return value.map((each, index) => this.#value(state, [...path, String(index)], each));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, this.#value(state, [...path, key], each)]),
    );
  }

  #deduce(state: string, path: readonly string[], placeholder: string): Json {
    const ways = [
      () => this.#resource(state, path),
      () => this.#parameter(state, path),
      () => this.#failedExpression(state, path),
      () => this.#assigned(state, path),
      () => this.#fromParameter(),
      () => this.#items(state, path),
      () => this.#output(state, path),
    ];
    // A value that is found may be null.
    const found = ways.reduce<Json | undefined>(
      (value, way) => (value === undefined ? way() : value),
      undefined,
    );
    const at = `'${state}'/${path.join("/")}`;
    if (found === undefined) throw new NotDeduced(`the value of ${placeholder} at ${at} cannot be told`);
    this.#notes.push(`${at} = ${JSON.stringify(found).slice(0, 80)}`);
    return found;
  }

  #eventsOf(state: string, type: RegExp): RecordedEvent[] {
    const { events } = this.#recording;
    const typed = events.filter((event) => type.test(event.type));
    const mine = typed.filter((event) => stateNameOf(events, event) === state);
    // Where the recorder cut the chains, any event of the type must do.
    return mine.length > 0 ? mine : typed.filter((event) => stateNameOf(events, event) === undefined);
  }

  #resource(state: string, [field]: readonly string[]): Json | undefined {
    if (field !== "Resource") return undefined;
    const [scheduled] = this.#eventsOf(state, /^(LambdaFunction|Task)Scheduled$/);
    const { resource, resourceType } = scheduled?.details ?? {};
    if (resourceType !== undefined) return `arn:aws:states:::${resourceType}:${resource}`;
    if (typeof resource === "string") return concreteArn(resource);
    // Never called in this history: any function will do.
    return scheduled === undefined && !this.#eventsOf(state, /^TaskStateEntered$/).length
      ? "arn:aws:lambda:us-east-1:111111111111:function:not-called"
      : undefined;
  }

  #parameter(state: string, [field, ...rest]: readonly string[]): Json | undefined {
    if (field !== "Arguments" && field !== "Parameters") return undefined;
    const [scheduled] = this.#eventsOf(state, /^(LambdaFunction|Task)Scheduled$/);
    if (scheduled === undefined) return undefined;
    const parameters = parsedText(scheduled.details["parameters"] ?? scheduled.details["input"]);
    return rest.reduce<Json | undefined>(
      (value, key) => (isObject(value) ? value[key] : Array.isArray(value) ? value[Number(key)] : undefined),
      parameters,
    );
  }

  #failedExpression(state: string, path: readonly string[]): Json | undefined {
    for (const event of this.#recording.events.filter(({ type }) => type === "EvaluationFailed")) {
      if (event.details["state"] !== state) continue;
      const cause = String(event.details["cause"]);
      const [, text, field] =
        /The JSONata expression '([\s\S]*)' specified for the field '([^']*)'/.exec(cause) ?? [];
      if (field === path.join("/")) return `{% ${text} %}`;
    }
    return undefined;
  }

  #assigned(state: string, [field, name = ""]: readonly string[]): Json | undefined {
    if (field !== "Assign") return undefined;
    const [exited] = this.#eventsOf(state, /StateExited$/);
    return parsedText(asObject(exited?.details["assignedVariables"])[name]);
  }

  #fromParameter(): Json | undefined {
    const { parameter } = this.#recording;
    // An expression or a path as it stands.
    if (/^\{%[\s\S]*%\}$|^\$/.test(parameter)) return parameter;
    const name = parameter.split(".").pop() ?? "";
    const exact = this.#expressions.get(name);
    if (exact !== undefined || name === "") return exact;
    // The parameter may be the end of the name that the source gives to the expression.
    const [only, ...more] = [...this.#expressions].filter(([constant]) => constant.endsWith(`_${name}`));
    return more.length === 0 ? only?.[1] : undefined;
  }

  /** The items that a Map went through are the inputs of its first inner states. */
  #items(state: string, [field]: readonly string[]): Json | undefined {
    if (field !== "Items") return undefined;
    const { events } = this.#recording;
    const [started] = this.#eventsOf(state, /^MapStateStarted$/);
    if (started === undefined) return undefined;
    const firsts = events.flatMap((event, index) =>
      event.type === "MapIterationStarted" ? [events[index + 1]] : [],
    );
    const inputs = firsts.map((event) => parsedText(event?.details["input"]) ?? null);
    return inputs.length === started.details["length"] ? inputs : undefined;
  }

  #output(state: string, path: readonly string[]): Json | undefined {
    if (path[0] !== "Output" && path[0] !== "Result") return undefined;
    const [exited] = this.#eventsOf(state, /StateExited$/);
    return path
      .slice(1)
      .reduce<Json | undefined>(
        (value, key) => (isObject(value) ? value[key] : undefined),
        parsedText(exited?.details["output"]),
      );
  }

  /** A recorded limit that the template does not have was put in by the test. */
  #withTimeout(name: string, state: JsonObject): JsonObject {
    if (state["Type"] !== "Task") return state;
    const [scheduled] = this.#eventsOf(name, /^(LambdaFunction|Task)Scheduled$/);
    const { timeoutInSeconds, heartbeatInSeconds } = scheduled?.details ?? {};
    const limits = { TimeoutSeconds: timeoutInSeconds, HeartbeatSeconds: heartbeatInSeconds };
    const missing = Object.entries(limits).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined && state[entry[0]] === undefined && state[`${entry[0]}Path`] === undefined,
    );
    for (const [field, value] of missing) this.#notes.push(`'${name}'/${field} = ${value}`);
    return { ...state, ...Object.fromEntries(missing) };
  }
}

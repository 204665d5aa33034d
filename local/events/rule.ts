import { type Caller, ServiceError } from "../service.ts";
import { notSupported, validationError } from "./errors.ts";
import { compileTransformer, type InputTransformer, type Occasion } from "./input-transformer.ts";
import { compilePath } from "./json-path.ts";
import { compilePattern } from "./pattern.ts";

export interface RuleTarget {
  readonly id: string;
  /** ARN of a queue, a function or a state machine. */
  readonly arn: string;
  /** At most one of the next three; without any the target gets the whole event. */
  readonly input?: string;
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformer;
  /** ARN of the queue for events that the target cannot be given. */
  readonly deadLetterArn?: string;
  /** The rule as the target and the dead-letter queue see it. */
  readonly caller: Caller;
}

/** A rule as the template describes it. */
export interface RuleOptions {
  readonly name: string;
  readonly arn: string;
  /** Default: `default`. */
  readonly busName?: string;
  /** The parsed event pattern. */
  readonly pattern: unknown;
  readonly enabled: boolean;
  readonly targets: readonly RuleTarget[];
}

export interface Target extends RuleTarget {
  readonly service: "sqs" | "lambda" | "states";
  /** The text that the target is given. */
  payload(occasion: Occasion): string;
}

export interface Rule extends Omit<RuleOptions, "targets"> {
  readonly busName: string;
  readonly targets: readonly Target[];
  matches(event: unknown): boolean;
}

const MAXIMUM_TARGETS = 5;

/** @throws ServiceError when the rule holds anything that is not known */
export function compileRule(options: RuleOptions): Rule {
  if (options.targets.length > MAXIMUM_TARGETS) {
    throw new ServiceError(
      "LimitExceededException",
      "The requested resource exceeds the maximum number allowed.",
    );
  }
  const ids = new Set(options.targets.map(({ id }) => id));
  if (ids.size < options.targets.length)
    throw validationError(`The rule ${options.name} repeats a target id.`);
  return {
    ...options,
    busName: options.busName ?? "default",
    targets: options.targets.map(compileTarget),
    matches: compilePattern(options.pattern),
  };
}

function compileTarget(target: RuleTarget): Target {
  const service = target.arn.split(":")[2];
  if (service !== "sqs" && service !== "lambda" && service !== "states") {
    throw notSupported(`the target ${target.arn}`);
  }
  if (target.deadLetterArn !== undefined && !target.deadLetterArn.startsWith("arn:aws:sqs:")) {
    throw validationError(`The dead-letter queue ${target.deadLetterArn} is not a queue.`);
  }
  return { ...target, service, payload: compilePayload(target) };
}

function compilePayload({ id, input, inputPath, inputTransformer }: RuleTarget): Target["payload"] {
  if ([input, inputPath, inputTransformer].filter((given) => given !== undefined).length > 1) {
    throw validationError(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`,
    );
  }
  if (inputTransformer !== undefined) return compileTransformer(inputTransformer);
  if (input !== undefined) {
    try {
      JSON.parse(input);
    } catch {
      throw validationError(`JSON syntax error in input for target ${id}`);
    }
    return () => input;
  }
  const read = compilePath(inputPath ?? "$");
  return ({ event }) => {
    const value = read(event);
    if (value === undefined) throw validationError(`The event has nothing at the InputPath ${inputPath}.`);
    return JSON.stringify(value);
  };
}

import type { Template } from "../expressions/template.ts";
import type { TaskResource } from "./task-resource.ts";

/** A compiled state machine, or a branch of a Parallel or the processor of a Map. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A whole definition. */
export interface Definition extends Machine {
  /** Seconds after which the execution ends as TIMED_OUT. */
  readonly timeoutSec: number | undefined;
}

export type Assignments = ReadonlyMap<string, Template>;

/** What every state may compute when it is left. */
export interface Leaving {
  readonly output: Template | undefined;
  readonly assign: Assignments;
}

interface Named {
  readonly name: string;
}

interface Continuing extends Named, Leaving {
  /** Undefined: the machine ends here. */
  readonly next: string | undefined;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSec: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySec: number | undefined;
  readonly fullJitter: boolean;
}

export interface Catcher extends Leaving {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

export interface Policies {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Continuing {
  readonly type: "Pass";
}

export interface TaskState extends Continuing, Policies {
  readonly type: "Task";
  readonly resource: TaskResource;
  readonly arguments: Template;
  readonly timeoutSec: Template | undefined;
  readonly heartbeatSec: Template | undefined;
}

export interface ChoiceRule extends Leaving {
  readonly condition: Template;
  readonly next: string;
}

export interface ChoiceState extends Named, Leaving {
  readonly type: "Choice";
  readonly choices: readonly ChoiceRule[];
  readonly default: string | undefined;
}

export interface WaitState extends Continuing {
  readonly type: "Wait";
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

export interface ParallelState extends Continuing, Policies {
  readonly type: "Parallel";
  readonly arguments: Template | undefined;
  readonly branches: readonly Machine[];
}

export interface MapState extends Continuing, Policies {
  readonly type: "Map";
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  /** 0 or absent: as many as inline Maps run at all. */
  readonly maxConcurrency: Template | undefined;
  readonly processor: Machine;
}

export interface SucceedState extends Named, Leaving {
  readonly type: "Succeed";
}

export interface FailState extends Named {
  readonly type: "Fail";
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;

/** The definition is not one that Step Functions, or this stand-in, takes. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
}

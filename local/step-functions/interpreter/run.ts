import type { Clock } from "../../clock.ts";
import type { Caller } from "../../service.ts";
import type { Machine, State } from "../definition/machine.ts";
import type { TaskResource } from "../definition/task-resource.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Journal } from "./journal.ts";

/** One execution while it runs. */
export interface Run {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: () => number;
  /** The role of the state machine. */
  readonly caller: Caller;
  readonly region: string;
  readonly tasks: TaskPort;
  readonly tokens: TokenPort;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: JsonObject;
  /** Runs a branch or an iteration in its scope. */
  readonly runMachine: (scope: Scope, machine: Machine, input: Json) => Promise<Json>;
  /** Counts redrives: what failed before the last one is tried again. */
  readonly epoch: number;
}

/** Does what a Task asks for. */
export interface TaskPort {
  /** @throws StateFailure under the error name that the real integration reports */
  call(resource: TaskResource, parameters: Json, caller: Caller): Promise<Json>;
}

export type TokenAnswer =
  | { readonly kind: "success"; readonly output: string }
  | { readonly kind: "failure"; readonly error: string | undefined; readonly cause: string | undefined };

/** The open task tokens, which outlive the process. */
export interface TokenPort {
  /** Makes a token that can be answered from now on, also before the call that carries it has returned. */
  open(): Promise<string>;
  /**
   * Resolves with the answer, or with `timeout` when the deadline passes or no heartbeat came for too long.
   * @param deadlineMs milliseconds since 1970; undefined: never
   */
  wait(
    token: string,
    limits: { deadlineMs: number | undefined; heartbeatMs: number | undefined },
    signal: AbortSignal,
  ): Promise<TokenAnswer | { readonly kind: "timeout"; readonly missedHeartbeat: boolean }>;
  /** The answer that is already there. */
  answered(token: string): TokenAnswer | undefined;
  /** From now on an answer is refused. */
  close(token: string): Promise<void>;
}

/** Where in an execution: the top, one branch of a Parallel, one iteration of a Map. */
export interface Scope {
  readonly run: Run;
  /** Names this place in the journal; the same every time the execution is replayed. */
  readonly path: string;
  readonly outer: Scope | undefined;
  readonly variables: Map<string, Json>;
  readonly signal: AbortSignal;
  /** `Map` of the context object inside an iteration. */
  readonly item: JsonObject | undefined;
  /** Id of the last event of this thread: `previousEventId` of the next. */
  previousEventId: number;
}

/** One passage through a state. */
export interface Visit<S extends State = State> {
  readonly scope: Scope;
  readonly state: S;
  readonly key: string;
  readonly input: Json;
  readonly enteredEventId: number;
  /** `previousEventId` of the Entered event. */
  readonly beforeEventId: number;
  readonly enteredMs: number;
  retryCount: number;
}

/** How a state is left. */
export interface Exit {
  readonly output: Json;
  readonly assigned: ReadonlyMap<string, Json>;
  readonly next: string | undefined;
}

/** All variables that a scope sees; inner ones hide outer ones of the same name. */
export function visibleVariables(scope: Scope): Record<string, Json> {
  const outer = scope.outer === undefined ? {} : visibleVariables(scope.outer);
  return { ...outer, ...Object.fromEntries(scope.variables) };
}

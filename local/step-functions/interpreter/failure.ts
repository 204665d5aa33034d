import type { JsonObject } from "../json.ts";

/** A state failed: what Retry and Catch see, and what ends the execution when they do not take it. */
export class StateFailure extends Error {
  override readonly name = "StateFailure";
  /** Error name; a Fail state without one has none, not even a default. */
  readonly error: string | undefined;
  readonly failureCause: string | undefined;
  /** Further names under which retriers and catchers may list it. */
  readonly aliases: readonly string[];

  constructor(error: string | undefined, cause: string | undefined, aliases: readonly string[] = []) {
    super(`${error ?? "(no error name)"}: ${cause ?? ""}`);
    this.error = error;
    this.failureCause = cause;
    this.aliases = aliases;
  }

  /** `$states.errorOutput`. What was not given is null; only a timeout has an empty cause. */
  get output(): JsonObject {
    const none = this.error === "States.Timeout" ? "" : null;
    return { Error: this.error ?? null, Cause: this.failureCause ?? none };
  }
}

/** Why the work of a branch is given up. */
export type Interruption =
  /** Another branch or iteration of the same state failed. */
  | "sibling"
  /** The execution was stopped, timed out or its host closes. */
  | "execution";

/** Thrown through a branch that is given up; no Retry or Catch sees it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly interruption: Interruption;

  constructor(interruption: Interruption) {
    super(`interrupted: ${interruption}`);
    this.interruption = interruption;
  }
}

export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted(signal.reason as Interruption);
}

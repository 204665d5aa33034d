import type { Clock } from "../clock.ts";
import type { BusEvent, Caller, Place } from "../service.ts";
import type { Rule } from "./rule.ts";

/** What the operations of the stand-in share. */
export interface EventsContext {
  readonly clock: Clock;
  readonly place: Place;
  /** Rules under `<bus>/<name>`, in the order in which they were made. */
  readonly rules: ReadonlyMap<string, Rule>;
  deliver(busName: string, event: BusEvent): Promise<void>;
}

export type Operation = (events: EventsContext, input: unknown, caller: Caller) => Promise<unknown>;

/** A bus may be named or given by its ARN. */
export function busNameOf(nameOrArn = "default"): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf("/") + 1) : nameOrArn;
}

export function busArn({ region, account }: Place, busName: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${busName}`;
}

export function ruleArn({ region, account }: Place, busName: string, ruleName: string): string {
  const path = busName === "default" ? ruleName : `${busName}/${ruleName}`;
  return `arn:aws:events:${region}:${account}:rule/${path}`;
}

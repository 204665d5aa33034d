import type { Clock } from "../clock.ts";
import type { InTurn } from "../in-turn.ts";
import type { Caller, Place } from "../service.ts";
import type { Engine } from "./engine.ts";
import type { TransactionTokens } from "./transaction-tokens.ts";

/** What every operation works with. */
export interface Front {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly place: Place;
  /** All writes take turns: a transaction sees no other write between its checks and its effects. */
  readonly inTurn: InTurn;
  readonly tokens: TransactionTokens;
}

export type Operation = (
  front: Front,
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
) => Promise<object>;

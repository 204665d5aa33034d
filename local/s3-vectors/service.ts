import type { Clock } from "../clock.ts";
import type { InTurn } from "../in-turn.ts";
import type { Caller, Place } from "../service.ts";
import type { Repository } from "./repository.ts";

/** What every operation works with. */
export interface VectorService {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly place: Place;
  /** Changes take turns, so that memory and disk see them in one order. */
  readonly inTurn: InTurn;
}

export type Operation = (service: VectorService, input: unknown, caller: Caller) => Promise<object>;

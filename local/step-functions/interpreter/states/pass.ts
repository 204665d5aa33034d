import type { PassState } from "../../definition/machine.ts";
import { leave } from "../evaluate.ts";
import type { Exit, Visit } from "../run.ts";

export function pass(visit: Visit<PassState>): Promise<Exit> {
  return leave(visit, visit.state, visit.input, visit.state.next);
}

import type { SucceedState } from "../../definition/machine.ts";
import { leave } from "../evaluate.ts";
import type { Exit, Visit } from "../run.ts";

/** Ends its machine, branch or iteration, wherever it stands. */
export function succeed(visit: Visit<SucceedState>): Promise<Exit> {
  return leave(visit, visit.state, visit.input, undefined);
}

import type { Clock } from "../../clock.ts";
import { type Caller, type Place, ServiceError } from "../../service.ts";
import type { Store } from "../../store.ts";
import type { Execution } from "../executions/execution.ts";
import type { Executions } from "../executions/executions.ts";
import type { Definitions, StateMachine } from "../executions/machines.ts";
import type { Tokens } from "../executions/tokens.ts";

/** What the operations work on. */
export interface OperationContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly machines: ReadonlyMap<string, StateMachine>;
  readonly executions: Executions;
  readonly definitions: Definitions;
  readonly tokens: Tokens;
}

/** One operation of the API. */
export type Operation = (context: OperationContext, input: unknown, caller: Caller) => Promise<unknown>;

/** @throws ServiceError `InvalidArn` or `StateMachineDoesNotExist` */
export function findMachine({ machines }: OperationContext, arn: string): StateMachine {
  checkArn(arn);
  const machine = machines.get(arn);
  if (machine === undefined) {
    throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }
  return machine;
}

/** @throws ServiceError `InvalidArn` or `ExecutionDoesNotExist` */
export async function findExecution({ executions }: OperationContext, arn: string): Promise<Execution> {
  checkArn(arn);
  const execution = await executions.find(arn);
  if (execution === undefined) {
    throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  }
  return execution;
}

function checkArn(arn: string): void {
  if (!arn.startsWith("arn:")) {
    throw new ServiceError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
}

/** Times on the wire are seconds since 1970. */
export function wireTime(timeMs: number): number {
  return timeMs / 1000;
}

export function encodeToken(key: string): string {
  return Buffer.from(key).toString("base64url");
}

export function decodeToken(token: string): string {
  return Buffer.from(token, "base64url").toString();
}

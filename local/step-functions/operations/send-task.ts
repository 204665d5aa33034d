import * as z from "zod";
import { type Caller, ServiceError } from "../../service.ts";
import type { OperationContext } from "./context.ts";

/** Tokens have up to 2,048 characters. */
export const taskTokenField = z.string().min(1).max(2048);

/**
 * Checks a token and the right to answer it: the machine that made it is the resource that policies name.
 * @throws ServiceError `InvalidToken`, `TaskDoesNotExist`
 */
export async function authorizeToken(
  { tokens, executions }: OperationContext,
  token: string,
  action: string,
  caller: Caller,
): Promise<void> {
  const execution = await executions.find(tokens.executionOf(token));
  if (execution === undefined) {
    throw new ServiceError("TaskDoesNotExist", "Task does not exist: 'Provided task does not exist'");
  }
  caller.authorize(action, execution.machineArn);
}

import * as z from "zod";
import type { Operation } from "./context.ts";
import { readInput } from "./input.ts";
import { authorizeToken, taskTokenField } from "./send-task.ts";

const input = z.strictObject({ taskToken: taskTokenField });

/** Starts the heartbeat limit anew; the timeout of the state goes on. */
export const sendTaskHeartbeat: Operation = async (context, raw, caller) => {
  const { taskToken } = readInput(input, raw);
  await authorizeToken(context, taskToken, "states:SendTaskHeartbeat", caller);
  await context.tokens.heartbeat(taskToken);
  return {};
};

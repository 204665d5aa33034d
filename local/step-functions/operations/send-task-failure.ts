import * as z from "zod";
import type { Operation } from "./context.ts";
import { readInput } from "./input.ts";
import { authorizeToken, taskTokenField } from "./send-task.ts";

const input = z.strictObject({
  taskToken: taskTokenField,
  error: z.string().max(256).optional(),
  cause: z.string().max(32768).optional(),
});

export const sendTaskFailure: Operation = async (context, raw, caller) => {
  const { taskToken, error, cause } = readInput(input, raw);
  await authorizeToken(context, taskToken, "states:SendTaskFailure", caller);
  await context.tokens.answer(taskToken, { kind: "failure", error, cause });
  return {};
};

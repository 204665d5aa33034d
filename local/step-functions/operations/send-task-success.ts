import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { MAX_DATA_BYTES } from "../json.ts";
import type { Operation } from "./context.ts";
import { readInput } from "./input.ts";
import { authorizeToken, taskTokenField } from "./send-task.ts";

const input = z.strictObject({ taskToken: taskTokenField, output: z.string().max(MAX_DATA_BYTES) });

export const sendTaskSuccess: Operation = async (context, raw, caller) => {
  const { taskToken, output } = readInput(input, raw);
  await authorizeToken(context, taskToken, "states:SendTaskSuccess", caller);
  try {
    JSON.parse(output);
  } catch (error) {
    throw new ServiceError("InvalidOutput", `Invalid Output: '${(error as Error).message}'`);
  }
  await context.tokens.answer(taskToken, { kind: "success", output });
  return {};
};

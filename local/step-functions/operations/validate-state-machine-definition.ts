import * as z from "zod";
import { lintMachine } from "../definition/lint.ts";
import { DefinitionError } from "../definition/machine.ts";
import type { Operation } from "./context.ts";
import { readInput } from "./input.ts";

const input = z.strictObject({
  definition: z.string().min(1).max(1_048_576),
  type: z.enum(["STANDARD"]).optional(),
  severity: z.enum(["ERROR", "WARNING"]).optional(),
  maxResults: z.number().int().min(0).max(100).optional(),
});

/** Answers with the first problem that creating a machine would run into. */
export const validateStateMachineDefinition: Operation = async ({ definitions }, raw, caller) => {
  const { definition } = readInput(input, raw);
  caller.authorize("states:ValidateStateMachineDefinition", "*");
  try {
    lintMachine(definitions.compile(definition).definition);
    return { result: "OK", diagnostics: [], truncated: false };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const [, code = "SCHEMA_VALIDATION_FAILED", message] = /^([A-Z_]+): (.*)$/s.exec(error.message) ?? [];
    const diagnostic = { severity: "ERROR", code, message: message ?? error.message };
    return { result: "FAIL", diagnostics: [diagnostic], truncated: false };
  }
};

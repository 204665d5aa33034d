import { types } from "node:util";
import { CliError, serviceSentence } from "../failure.ts";
import { type Check, type Finding, type Patient, Skipped, Wrong } from "./check.ts";

/** Does one check after the other, so that what is told first is what the rest depends on. */
export async function* examine(checks: readonly Check[], patient: Patient): AsyncGenerator<Finding> {
  for (const check of checks) {
    patient.io.signal.throwIfAborted();
    yield await finding(check, patient);
  }
}

async function finding(check: Check, patient: Patient): Promise<Finding> {
  const { name } = check;
  try {
    return { name, result: "ok", seen: await check.look(patient) };
  } catch (error) {
    if (error instanceof Skipped) return { name, result: "skipped", seen: error.message };
    if (error instanceof Wrong) return { name, result: "wrong", seen: error.message, todo: error.todo };
    if (patient.io.signal.aborted) throw error;
    const seen = sentenceOf(error);
    if (seen === undefined) throw error;
    return { name, result: "wrong", seen, todo: todoOf(error) };
  }
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof CliError) return error.message;
  return types.isNativeError(error) ? serviceSentence(error) : undefined;
}

/** What helps against refusals that every service has. */
function todoOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(name))
    return "Ask for the right to this action, or sign in as somebody who has it.";
  if (/NotFound|DoesNotExist|NonExistent|NoSuch/.test(name))
    return "It was removed outside of CloudFormation: deploy the stack again, or restore it.";
  return "See docs/operate.md.";
}

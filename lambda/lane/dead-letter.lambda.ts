import { stepFunctions } from "../adapters/clients.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { taskTokens } from "../adapters/step-functions.ts";
import { deadLetter } from "./dead-letter.ts";

export const handler = deadLetter({ tokens: taskTokens(stepFunctions()), log: lambdaLog() });

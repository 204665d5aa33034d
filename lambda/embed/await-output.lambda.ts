import { settlePortsFromEnv } from "../adapters/settle-ports.ts";
import { awaitOutput } from "./await-output.ts";

export const handler = awaitOutput(settlePortsFromEnv());

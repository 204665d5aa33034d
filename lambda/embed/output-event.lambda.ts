import { settlePortsFromEnv } from "../adapters/settle-ports.ts";
import { outputEvent } from "./output-event.ts";

export const handler = outputEvent(settlePortsFromEnv());

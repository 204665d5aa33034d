import { openPort, type Port } from "../../local/port.ts";
import type { Caller, StandIn } from "../../local/service.ts";

/** The person at the keyboard, who may do anything. */
export const developer: Caller = { name: "developer", authorize: () => {} };

/** Credentials that the local host takes for the developer's. */
export const dummyCredentials = { accessKeyId: "local", secretAccessKey: "local" };

/** `REMOTE=1` points the contract tests at the account of the environment instead of the stand-ins. */
export const remote = process.env["REMOTE"] === "1";

/** Puts one stand-in behind a port of its own. */
export function serve(standIn: StandIn, caller: Caller = developer): Promise<Port> {
  return openPort(0, (request) => standIn.handle({ ...request, caller }));
}

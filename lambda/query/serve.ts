import type { Writable } from "node:stream";
import { ProxyEvent } from "../contracts/api/lambda-proxy.ts";
import type { Log } from "../ports.ts";
import type { QueryApp } from "./app.ts";
import { callerOf, requestOf } from "./lambda-event.ts";
import { type Begin, respond } from "./respond.ts";

export interface ServePorts {
  readonly app: QueryApp;
  readonly log: Log;
  readonly begin: Begin;
}

/** Characters of a path that the log shows: the longest that is one of ours has about ninety. */
const SHOWN_PATH = 120;

/** The API behind API Gateway: an event is a request, and its response goes piece by piece into a stream. */
export function serve({ app, log, begin }: ServePorts) {
  return async (event: unknown, stream: Writable): Promise<void> => {
    const proxy = ProxyEvent.parse(event);
    const { requestId } = proxy.requestContext;
    const caller = callerOf(proxy);
    const ownLog = log.with({ requestId, caller: caller.name });
    const response = await app({ request: requestOf(proxy), caller, requestId, log: ownLog });
    const { httpMethod: method, path } = proxy;
    ownLog.info("request answered", { method, path: path.slice(0, SHOWN_PATH), status: response.status });
    try {
      await respond(response, stream, begin);
    } catch (error) {
      ownLog.error("an answer broke off", { cause: error instanceof Error ? error.name : "unknown" });
      // Not the error itself, whose text may be a model's: the runtime logs what a handler throws.
      throw new Error("The answer broke off.");
    }
  };
}

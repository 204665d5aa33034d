import { availableParallelism } from "node:os";
import type { Clock } from "../clock.ts";
import { jsonError } from "../json-protocol.ts";
import {
  AccessDenied,
  type FunctionHost,
  type Invocation,
  type Place,
  ServiceError,
  type StandIn,
} from "../service.ts";
import { createEventInvocations } from "./event-invocations.ts";
import { functionArn, parseFunctionName } from "./function-name.ts";
import type { FunctionOptions } from "./function-options.ts";
import { createFunctionRunner, type Run } from "./function-runner.ts";
import { linesOf, openLogFiles } from "./log-files.ts";
import { parsePayload } from "./payload.ts";
import type { TakeChunk } from "./response-chunk.ts";
import { route } from "./router.ts";
import { validateFunction } from "./validate-function.ts";

export type { FunctionOptions } from "./function-options.ts";

/** Runs bundled handlers in worker threads: for the other stand-ins by `invoke`, for clients by HTTP. */
export interface LambdaStandIn extends StandIn, FunctionHost {
  /** @throws ServiceError `InvalidParameterValueException`, `ResourceConflictException` */
  createFunction(options: FunctionOptions): { arn: string };
  /** Starts an execution environment of every function, so that their first events need not wait for it. */
  warm(): Promise<void>;
  /**
   * Runs a function and hands on its answer while it is written.
   * @returns when the function has ended; the payload is empty, or the error that the answer broke off with
   * @throws ServiceError as `invoke`, always before the first piece
   */
  invokeWithResponseStream(functionNameOrArn: string, payload: string, take: TakeChunk): Promise<Invocation>;
  /** Ends all execution environments. Invocations that still run reject with `ServiceException`. */
  close(): Promise<void>;
}

export interface LambdaOptions {
  readonly place: Place;
  readonly clock: Clock;
  /** URL of the port that all stand-ins listen on; asked for at every cold start. */
  readonly endpoint: () => string;
  /** Functions at work at once, over all. Default: 3 times the cores. */
  readonly cap?: number | undefined;
  /** Folder for one log file per function. */
  readonly logDir: string;
  /** Gets each line that a handler writes. */
  readonly onLog?: ((functionName: string, line: string) => void) | undefined;
}

const PLACES_PER_CORE = 3;

export function createLambda({ place, clock, endpoint, cap, logDir, onLog }: LambdaOptions): LambdaStandIn {
  const functions = new Map<string, FunctionOptions>();
  const logs = openLogFiles(logDir, clock);
  const log = (functionName: string, requestId: string | undefined, text: string) => {
    logs.write(functionName, requestId, text);
    if (onLog) for (const line of linesOf(text)) onLog(functionName, line);
  };
  const runner = createFunctionRunner({
    place,
    clock,
    endpoint,
    cap: cap ?? PLACES_PER_CORE * availableParallelism(),
    onOutput: log,
  });
  const logged = async (options: FunctionOptions, running: Promise<Run>): Promise<Run> => {
    const outcome = await running;
    if (outcome.failed) log(options.name, outcome.requestId, `ERROR Invoke Error ${outcome.payload}`);
    return outcome;
  };
  const run: typeof runner.run = (options, ...rest) => logged(options, runner.run(options, ...rest));
  const stream: typeof runner.stream = (options, ...rest) => logged(options, runner.stream(options, ...rest));
  const events = createEventInvocations({ ...runner, run }, clock, (name, requestId, reason) =>
    log(name, requestId, `event dropped: ${reason}`),
  );

  const arnOf = (nameOrArn: string) => {
    const parsed = parseFunctionName(nameOrArn);
    return parsed ? functionArn(place, parsed.name) : nameOrArn;
  };
  const find = (nameOrArn: string): FunctionOptions => {
    const parsed = parseFunctionName(nameOrArn);
    const elsewhere = nameOrArn.startsWith("arn:") && !nameOrArn.startsWith(arnOf(nameOrArn));
    const found = parsed && !elsewhere ? functions.get(parsed.name) : undefined;
    if (found && (parsed?.qualifier ?? "$LATEST") === "$LATEST") return found;
    const arn = nameOrArn.startsWith("arn:") ? nameOrArn : functionArn(place, nameOrArn);
    throw new ServiceError("ResourceNotFoundException", `Function not found: ${arn}`, 404, { Type: "User" });
  };
  const service = { place, arnOf, find, functions, run, stream, addEvent: events.add };

  return {
    createFunction(options) {
      validateFunction(options);
      if (functions.has(options.name)) {
        const message = `Function already exist: ${options.name}`;
        throw new ServiceError("ResourceConflictException", message, 409, { Type: "User" });
      }
      functions.set(options.name, options);
      return { arn: functionArn(place, options.name) };
    },
    async warm() {
      await Promise.all([...functions.values()].map((options) => runner.warm(options)));
    },
    async invoke(functionNameOrArn, text) {
      const options = find(functionNameOrArn);
      return asInvocation(await run(options, parsePayload(text, "RequestResponse")));
    },
    async invokeWithResponseStream(functionNameOrArn, text, take) {
      const options = find(functionNameOrArn);
      return asInvocation(await stream(options, parsePayload(text, "RequestResponse"), take));
    },
    async handle(call) {
      const headers = { "content-type": "application/json", "x-amzn-requestid": call.requestId };
      try {
        const reply = await route(call, service);
        return { ...reply, headers: { ...headers, ...reply.headers } };
      } catch (error) {
        return jsonError(withStatus403(error), headers);
      }
    },
    async close() {
      await Promise.all([events.close(), runner.close()]);
      await logs.close();
    },
  };
}

function asInvocation({ failed, payload }: Run): Invocation {
  return failed ? { payload, functionError: "Unhandled" } : { payload };
}

/** REST services answer a missing permission with 403. */
function withStatus403(error: unknown): unknown {
  return error instanceof AccessDenied
    ? new ServiceError("AccessDeniedException", error.message, 403)
    : error;
}

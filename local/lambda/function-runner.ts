import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { type Place, ServiceError } from "../service.ts";
import { createEnvironmentPool } from "./environment-pool.ts";
import { ExecutionEnvironment, type Outcome } from "./execution-environment.ts";
import { type FunctionError, responseTooLarge, timedOut } from "./function-error.ts";
import { functionArn } from "./function-name.ts";
import type { FunctionOptions } from "./function-options.ts";
import { functionVariables } from "./function-variables.ts";
import { collectChunks, type TakeChunk } from "./response-chunk.ts";
import { createSemaphore } from "./semaphore.ts";

/** What one run of a handler gave. */
export interface Run {
  readonly requestId: string;
  /** JSON text: the result, or the error. */
  readonly payload: string;
  readonly failed: boolean;
}

export interface FunctionRunner {
  /** @throws ServiceError `TooManyRequestsException` when the function has no concurrency left */
  run(options: FunctionOptions, payload: string, requestId?: string): Promise<Run>;
  /**
   * As `run`, but hands on the answer while it is written; that of a handler that does not stream comes in one piece.
   * @returns with an empty payload, or the error that the answer broke off with
   */
  stream(options: FunctionOptions, payload: string, take: TakeChunk, requestId?: string): Promise<Run>;
  /** Starts an environment before there is an event for it. One that fails is forgotten: the first event fails too. */
  warm(options: FunctionOptions): Promise<void>;
  close(): Promise<void>;
}

export interface RunnerOptions {
  readonly place: Place;
  readonly clock: Clock;
  readonly endpoint: () => string;
  /** Handlers at work at once, over all functions. */
  readonly cap: number;
  readonly onOutput: (functionName: string, requestId: string | undefined, text: string) => void;
}

/** Time to load a handler; not part of the function's timeout. */
const INIT_LIMIT_MS = 10_000;
/** Limit of a synchronous answer (6 MB and a margin that the service allows). */
const MAX_RESPONSE_BYTES = 6_291_556;
/** Each idle environment holds 20 to 50 MB; a stack of a dozen functions stays warm. */
const MAX_IDLE = 24;

/**
 * Runs handlers in execution environments: warm ones first, never more than `cap` at once, each under its timeout.
 * A handler that waits for another function through the API keeps its own place meanwhile.
 */
export function createFunctionRunner({
  place,
  clock,
  endpoint,
  cap,
  onOutput,
}: RunnerOptions): FunctionRunner {
  const semaphore = createSemaphore(cap);
  const pool = createEnvironmentPool(MAX_IDLE);
  const busy = new Set<ExecutionEnvironment>();
  const running = new Map<string, number>();
  const clockSpeed = speedOf(clock);
  let closing = false;

  const start = (options: FunctionOptions, current: { requestId?: string }) =>
    new ExecutionEnvironment({
      codeDir: options.codeDir,
      handler: options.handler,
      memoryMb: options.memoryMb,
      variables: functionVariables(options, place, endpoint()),
      context: fixedContext(options, place, clock),
      onOutput: (text) => onOutput(options.name, current.requestId, text),
    });
  /** Tells the output of an environment which request it belongs to. */
  const currents = new WeakMap<ExecutionEnvironment, { requestId?: string }>();

  async function useEnvironment(
    options: FunctionOptions,
    payload: string,
    requestId: string,
    take: TakeChunk,
  ): Promise<Outcome> {
    const warm = pool.take(options.name);
    const current = (warm && currents.get(warm)) ?? {};
    current.requestId = requestId;
    const environment = warm ?? start(options, current);
    currents.set(environment, current);
    busy.add(environment);
    try {
      const timeoutMs = options.timeoutSec * 1000;
      const limited = (outcome: Promise<Outcome>, limitMs: number) =>
        withTimeout(outcome, limitMs, clock, timedOut(requestId, limitMs / 1000));
      const init = warm
        ? undefined
        : await limited(environment.started(requestId), INIT_LIMIT_MS + timeoutMs);
      const outcome =
        init && init.type !== "ready"
          ? init
          : await limited(
              environment.run({ requestId, payload, remainingMs: timeoutMs, speed: clockSpeed() }, take),
              timeoutMs,
            );
      if (outcome.type === "fatal") await environment.end();
      return outcome;
    } finally {
      busy.delete(environment);
      delete current.requestId;
      if (closing) await environment.end();
      else if (environment.alive) pool.keep(options.name, environment);
    }
  }

  /** Lets `work` begin when the function and the host have a place free. */
  async function admit(options: FunctionOptions, work: () => Promise<Outcome>): Promise<Outcome> {
    const before = running.get(options.name) ?? 0;
    if (options.reservedConcurrency !== undefined && before >= options.reservedConcurrency) throw throttled();
    running.set(options.name, before + 1);
    try {
      const leave = await semaphore.acquire();
      try {
        const outcome = await work();
        if (closing) throw stopped();
        return outcome;
      } finally {
        leave();
      }
    } finally {
      running.set(options.name, (running.get(options.name) ?? 1) - 1);
    }
  }

  return {
    async warm(options) {
      if (closing) return;
      const current = {};
      const environment = start(options, current);
      currents.set(environment, current);
      busy.add(environment);
      const late = timedOut("", INIT_LIMIT_MS / 1000);
      const { type } = await withTimeout(environment.started(""), INIT_LIMIT_MS, clock, late);
      busy.delete(environment);
      if (type !== "ready" || closing) await environment.end();
      else pool.keep(options.name, environment);
    },
    async run(options, payload, requestId = randomUUID()) {
      const answer = collectChunks();
      const outcome = await admit(options, () => useEnvironment(options, payload, requestId, answer.take));
      return toRun(requestId, outcome, answer.text);
    },
    async stream(options, payload, take, requestId = randomUUID()) {
      const outcome = await admit(options, () => useEnvironment(options, payload, requestId, take));
      const run = toRun(requestId, outcome, () => "");
      if (run.failed || outcome.type === "streamed") return run;
      await take({ bytes: Buffer.from(run.payload), contentType: "application/json" });
      return { ...run, payload: "" };
    },
    async close() {
      closing = true;
      semaphore.close(stopped());
      await Promise.all([...busy].map((environment) => environment.end()));
      await pool.close();
    },
  };
}

/** @param streamed gives what a handler that streams has written */
function toRun(requestId: string, outcome: Outcome, streamed: () => string): Run {
  if (outcome.type === "failed" || outcome.type === "fatal") {
    return { requestId, payload: JSON.stringify(outcome.error), failed: true };
  }
  const payload = outcome.type === "result" ? outcome.payload : streamed();
  if (Buffer.byteLength(payload) > MAX_RESPONSE_BYTES) {
    return { requestId, payload: JSON.stringify(responseTooLarge(MAX_RESPONSE_BYTES)), failed: true };
  }
  return { requestId, payload, failed: false };
}

async function withTimeout(
  outcome: Promise<Outcome>,
  limitMs: number,
  clock: Clock,
  error: FunctionError,
): Promise<Outcome> {
  const done = new AbortController();
  try {
    const late = clock.sleep(limitMs, done.signal).then((): Outcome => ({ type: "fatal", error }));
    return await Promise.race([outcome, late]);
  } finally {
    done.abort();
  }
}

function fixedContext(options: FunctionOptions, place: Place, clock: Clock): Record<string, string> {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    functionName: options.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn(place, options.name),
    memoryLimitInMB: String(options.memoryMb),
    logGroupName: `/aws/lambda/${options.name}`,
    logStreamName: `${day}/[$LATEST]${randomUUID().replaceAll("-", "")}`,
  };
}

/** Measures how many times as fast as the wall a clock runs, since the time of the call. */
function speedOf(clock: Clock): () => number {
  const [clockStart, wallStart] = [clock.now(), Date.now()];
  return () => {
    const wall = Date.now() - wallStart;
    return wall > 0 ? (clock.now() - clockStart) / wall : 1;
  };
}

const throttled = () =>
  new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429, {
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    Type: "User",
  });

const stopped = () =>
  new ServiceError("ServiceException", "The local host is stopping.", 500, { Type: "Service" });

import { Worker } from "node:worker_threads";
import type { FunctionError } from "./function-error.ts";
import { exited, outOfMemory } from "./function-error.ts";
import type { Chunk, TakeChunk } from "./response-chunk.ts";

export interface EnvironmentOptions {
  readonly codeDir: string;
  readonly handler: string;
  readonly memoryMb: number;
  /** The whole of `process.env`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The fields of the handler's context that stay the same for all invocations. */
  readonly context: Readonly<Record<string, string>>;
  readonly onOutput: (text: string) => void;
}

/** One event for the handler. */
export interface Event {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Time left at the start, in milliseconds of the host's clock, which runs `speed` times as fast as the wall. */
  readonly remainingMs: number;
  readonly speed: number;
}

/** What became of an event, or of the start. After `fatal` the environment is gone. */
export type Outcome =
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly payload: string }
  /** The answer went out in pieces. */
  | { readonly type: "streamed" }
  | { readonly type: "failed" | "fatal"; readonly error: FunctionError };

type Message =
  | Outcome
  | { readonly type: "log"; readonly text: string }
  | ({ readonly type: "chunk"; readonly number: number } & Chunk);

/** V8 cannot start in less. */
const MIN_HEAP_MB = 64;

/**
 * One worker thread with its own module graph, `process.env` and heap limit. It takes one event at a time, and can be
 * used again until it died.
 */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #requestId = "";
  #alive = true;
  /** What happened while nobody waited: a crash between two invocations. */
  #missed: Outcome | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;
  #take: TakeChunk | undefined;

  constructor({ codeDir, handler, memoryMb, variables, context, onOutput }: EnvironmentOptions) {
    this.#worker = new Worker(new URL("./worker.mjs", import.meta.url), {
      workerData: { codeDir, handler, context },
      env: { ...variables },
      execArgv: ["--no-warnings"],
      resourceLimits: { maxOldGenerationSizeMb: Math.max(memoryMb, MIN_HEAP_MB) },
      stdout: true,
      stderr: true,
    });
    // An idle environment must not keep the host's process alive.
    this.#worker.unref();
    // The thread sends its output as messages; only what Node itself prints comes this way.
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding("utf8").on("data", onOutput);
    }
    this.#worker.on("message", (message: Message) => {
      if (message.type === "log") onOutput(message.text);
      else if (message.type === "chunk") void this.#handOn(message);
      else this.#report(message);
    });
    this.#worker.on("error", (error: NodeJS.ErrnoException) => this.#report(this.#crash(error)));
    this.#ended = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#report({ type: "fatal", error: exited(this.#requestId, code) });
        resolve();
      });
    });
  }

  /** False as soon as the thread died or was ended. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves when the handler is loaded, or could not be. Call it once, before the first event. */
  started(requestId: string): Promise<Outcome> {
    this.#requestId = requestId;
    return this.#next();
  }

  /** @param take gets the pieces of a handler that streams; the handler's stream waits until each is taken */
  run(event: Event, take: TakeChunk): Promise<Outcome> {
    this.#requestId = event.requestId;
    this.#take = take;
    const outcome = this.#next();
    if (this.#alive) this.#worker.postMessage({ type: "event", ...event });
    return outcome;
  }

  /** Stops the thread wherever it is. */
  async end(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
    await this.#ended;
  }

  async #handOn({ number, ...chunk }: Chunk & { readonly number: number }): Promise<void> {
    await this.#take?.(chunk);
    if (this.#alive) this.#worker.postMessage({ type: "taken", number });
  }

  #next(): Promise<Outcome> {
    if (this.#missed) return Promise.resolve(this.#missed);
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #report(outcome: Outcome): void {
    if (outcome.type === "fatal") {
      this.#alive = false;
      this.#missed ??= outcome;
    }
    this.#settle?.(outcome);
    this.#settle = undefined;
  }

  #crash(error: NodeJS.ErrnoException): Outcome {
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
      return { type: "fatal", error: outOfMemory(this.#requestId) };
    return {
      type: "fatal",
      error: {
        errorType: error.name,
        errorMessage: error.message,
        trace: String(error.stack ?? "").split("\n"),
      },
    };
  }
}

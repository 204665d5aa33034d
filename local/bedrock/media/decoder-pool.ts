import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer, Task } from "./decoder-messages.ts";
import type { ImageMeasurement, Measurement } from "./measurement.ts";

/**
 * Why a file has no measurement: its bytes are no media (`unprocessable`), a decoder died or hung over them
 * (`crashed`), this machine has no decoders (`unavailable`), or the measuring itself failed.
 */
export type MeasuringFault = "unprocessable" | "crashed" | "unavailable" | "failed";

export class MeasuringFailed extends Error {
  override readonly name = "MeasuringFailed";
  readonly fault: MeasuringFault;

  constructor(fault: MeasuringFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

export interface DecoderPool {
  /** @throws MeasuringFailed */
  measure(task: Task): Promise<Measurement | ImageMeasurement>;
  /** Starts a process before there is work for it: the first file need not wait for the libraries to load. */
  warm(): void;
  /** Ends all processes; what they were doing fails. */
  close(): Promise<void>;
}

interface Worker {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  /** Whether it measured a file before. */
  used: boolean;
  settle?: ((answer: Answer) => void) | undefined;
}

/** Longest time that one file may take, milliseconds. */
const TIME_LIMIT_MS = 300_000;
const PROGRAM = fileURLToPath(new URL("./decoder-process.mjs", import.meta.url));

/**
 * Processes that decode, at most one per core.
 * @param size most processes at a time
 */
export function createDecoderPool(
  size = availableParallelism(),
  timeLimitMs = TIME_LIMIT_MS,
  program = PROGRAM,
): DecoderPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const spawn = () => {
    const worker = startWorker(program);
    all.add(worker);
    worker.child.once("exit", () => {
      all.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    return worker;
  };
  const take = async (): Promise<Worker> => {
    while (idle.length === 0 && all.size >= size) await new Promise<void>((next) => waiting.push(next));
    if (closed) throw new MeasuringFailed("failed", "the host is stopping");
    const worker = idle.pop() ?? spawn();
    return worker.child.connected ? worker : take();
  };

  const measureWith = async (worker: Worker, task: Task) => {
    try {
      const result = await run(worker, task, timeLimitMs);
      worker.used = true;
      idle.push(worker);
      return result;
    } catch (error) {
      // What a rotten file left behind in a decoder must not fall on the next file.
      all.delete(worker);
      worker.child.kill("SIGKILL");
      if (closed) throw new MeasuringFailed("failed", "the host is stopping");
      throw error;
    } finally {
      waiting.shift()?.();
    }
  };
  const measure = async (task: Task): Promise<Measurement | ImageMeasurement> => {
    const worker = await take();
    const wasUsed = worker.used;
    try {
      return await measureWith(worker, task);
    } catch (error) {
      // A process may die of the file before, long after it answered: only a fresh one tells.
      if (wasUsed && error instanceof MeasuringFailed && error.fault === "crashed") return measure(task);
      throw error;
    }
  };

  return {
    measure,
    warm() {
      if (all.size === 0 && !closed) idle.push(spawn());
    },
    async close() {
      closed = true;
      const ended = [...all].map(({ child }) => new Promise((done) => child.once("exit", done)));
      for (const { child } of all) child.kill("SIGKILL");
      for (const next of waiting.splice(0)) next();
      await Promise.all(ended);
    },
  };
}

function startWorker(program: string): Worker {
  const child = fork(program, [], {
    // Not those of this process: they may name a loader, which the program brings itself when it needs it.
    execArgv: [],
    // The decoders write about every odd byte they meet to standard error; what matters comes as a message.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ready = new Promise<void>((done, fail) => {
    child.once("message", (answer: Answer) =>
      answer.kind === "unavailable" ? fail(new MeasuringFailed("unavailable", answer.message)) : done(),
    );
    child.once("error", (error) => fail(new MeasuringFailed("unavailable", error.message)));
    child.once("exit", () => fail(new MeasuringFailed("unavailable", "the decoder process does not start")));
  });
  ready.catch(() => {});
  const worker: Worker = { child, ready, used: false };
  // A process that died takes no more messages; its exit, below, is what counts.
  child.on("error", () => {});
  child.on("message", (answer: Answer) => worker.settle?.(answer));
  child.once("exit", (code, signal) =>
    worker.settle?.({
      kind: "crashed",
      message: `the decoder ended with ${signal ?? code} while reading it`,
    }),
  );
  return worker;
}

async function run(worker: Worker, task: Task, timeLimitMs: number): Promise<Measurement | ImageMeasurement> {
  await worker.ready;
  const answer = await new Promise<Answer>((done) => {
    const timer = setTimeout(() => {
      done({ kind: "crashed", message: `decoding it takes longer than ${timeLimitMs / 1000} seconds` });
      worker.child.kill("SIGKILL");
    }, timeLimitMs);
    worker.settle = (given) => {
      clearTimeout(timer);
      done(given);
    };
    worker.child.send({ ...task, path: resolve(task.path) });
  });
  worker.settle = undefined;
  if (answer.kind === "measured") return answer.result;
  if (answer.kind === "ready")
    throw new MeasuringFailed("failed", "the decoder process answered out of turn");
  throw new MeasuringFailed(answer.kind, answer.message);
}

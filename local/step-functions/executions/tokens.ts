import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { ServiceError } from "../../service.ts";
import type { Change, Records, Store } from "../../store.ts";
import type { TokenAnswer, TokenPort } from "../interpreter/run.ts";
import { childSignal, interruptible, sleepUntil } from "../interpreter/signals.ts";

/** A token that can be answered, on disk from before the call that carries it. */
interface OpenToken {
  readonly executionArn: string;
  answer?: TokenAnswer;
  /** Time of the last sign of life, milliseconds since 1970. */
  beatMs: number;
}

interface Waiting extends OpenToken {
  /** Wakes the state that waits; replaced when it waits anew. */
  wake: () => void;
}

const FORM = /^AQCEAAAA[A-Za-z0-9+/]+={0,2}$/;

/** The task tokens of all executions. A token that is closed is forgotten: its text names its execution. */
export class Tokens {
  readonly #records: Records<OpenToken>;
  readonly #clock: Clock;
  readonly #open = new Map<string, Waiting>();
  readonly #byExecution = new Map<string, Set<string>>();

  constructor(store: Store, clock: Clock) {
    this.#records = store.records<OpenToken>("step-functions-tokens");
    this.#clock = clock;
  }

  /** Finds the tokens that earlier processes left open, so that they can be answered at once. */
  async load(): Promise<void> {
    for await (const [token, record] of this.#records.entries()) {
      this.#add(token, record);
    }
  }

  /** Forgets the tokens of an execution that ends; the changes belong into the same write as its end. */
  drop(executionArn: string): Change[] {
    const tokens = [...(this.#byExecution.get(executionArn) ?? [])];
    this.#byExecution.delete(executionArn);
    for (const token of tokens) this.#open.delete(token);
    return tokens.map((token) => this.#records.change(token, undefined));
  }

  /** What one execution sees. */
  portOf(executionArn: string): TokenPort {
    return {
      open: () => this.#create(executionArn),
      wait: (token, limits, signal) => this.#wait(token, limits, signal),
      answered: (token) => this.#open.get(token)?.answer,
      close: (token) => this.#close(token),
    };
  }

  /**
   * The execution that made a token.
   * @throws ServiceError `InvalidToken` when no execution can have made it
   */
  executionOf(token: string): string {
    const invalid = () => new ServiceError("InvalidToken", "Invalid Token: 'Invalid token'");
    if (!FORM.test(token)) throw invalid();
    const [arn = "", random] = Buffer.from(token.slice(8), "base64").toString("latin1").split("\n");
    if (random === undefined || !arn.startsWith("arn:")) throw invalid();
    return arn;
  }

  /** @throws ServiceError when the token is spent */
  async answer(token: string, answer: TokenAnswer): Promise<void> {
    const open = this.#find(token);
    open.answer = answer;
    await this.#save(token, open);
    open.wake();
  }

  /** @throws ServiceError when the token is spent */
  async heartbeat(token: string): Promise<void> {
    const open = this.#find(token);
    open.beatMs = this.#clock.now();
    await this.#save(token, open);
  }

  #find(token: string): Waiting {
    const open = this.#open.get(token);
    if (open === undefined || open.answer !== undefined) {
      throw new ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return open;
  }

  async #create(executionArn: string): Promise<string> {
    const text = `${executionArn}\n${randomBytes(48).toString("latin1")}`;
    const token = `AQCEAAAA${Buffer.from(text, "latin1").toString("base64")}`;
    const open = { executionArn, beatMs: this.#clock.now() };
    this.#add(token, open);
    await this.#save(token, open);
    return token;
  }

  #add(token: string, record: OpenToken): void {
    this.#open.set(token, { ...record, wake: () => {} });
    const tokens = this.#byExecution.get(record.executionArn) ?? new Set();
    this.#byExecution.set(record.executionArn, tokens.add(token));
  }

  #save(token: string, { executionArn, answer, beatMs }: OpenToken): Promise<void> {
    return this.#records.put(token, { executionArn, beatMs, ...(answer === undefined ? {} : { answer }) });
  }

  async #close(token: string): Promise<void> {
    const open = this.#open.get(token);
    if (open === undefined) return;
    this.#open.delete(token);
    this.#byExecution.get(open.executionArn)?.delete(token);
    await this.#records.delete(token);
  }

  async #wait(
    token: string,
    { deadlineMs, heartbeatMs }: { deadlineMs: number | undefined; heartbeatMs: number | undefined },
    signal: AbortSignal,
  ): ReturnType<TokenPort["wait"]> {
    const open = this.#open.get(token);
    if (open === undefined) return { kind: "timeout", missedHeartbeat: false };
    if (open.answer !== undefined) return open.answer;
    const woken = new Promise<void>((resolve) => {
      open.wake = resolve;
    });
    const timer = childSignal(signal);
    const never = Number.POSITIVE_INFINITY;
    const limits = () => ({ deadline: deadlineMs ?? never, beat: open.beatMs + (heartbeatMs ?? never) });
    const expiry = async () => {
      for (;;) {
        const { deadline, beat } = limits();
        const endMs = Math.min(deadline, beat);
        if (endMs === never) return new Promise<void>(() => {});
        if (endMs <= this.#clock.now()) return;
        await sleepUntil(this.#clock, endMs, timer.signal);
      }
    };
    const expired = expiry();
    expired.catch(() => {});
    try {
      await interruptible(Promise.race([woken, expired]), signal);
    } finally {
      timer.abort("execution");
      timer.release();
    }
    if (open.answer !== undefined) return open.answer;
    const { deadline, beat } = limits();
    return { kind: "timeout", missedHeartbeat: beat < deadline };
  }
}

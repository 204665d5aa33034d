import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { RunInput } from "../lambda/contracts/workflow.ts";
import type { EmbeddedSegment } from "../lambda/domain/embedding.ts";
import { PermanentError } from "../lambda/domain/errors.ts";
import type { RunId } from "../lambda/keys.ts";
import type {
  AnalysisService,
  AsyncStatus,
  Clock,
  EmbeddingService,
  Executions,
  Lane,
  Log,
  LogFields,
  ObjectStore,
  SegmentIndex,
  Tokens,
} from "../lambda/ports.ts";
import { AT } from "./factories.ts";

/** Fakes of the ports. Whatever a test did not plan throws. */

/** A port of which only the planned methods may be used. */
export function only<Port extends object>(name: string, planned: Partial<Port>): Port {
  return new Proxy(planned, {
    get(target, property) {
      // An await looks for `then` on whatever it is given.
      if (property in target || property === "then") return Reflect.get(target, property);
      return () => {
        throw new Error(`the test planned no ${name}.${String(property)}`);
      };
    },
  }) as Port;
}

interface Failure<Port> {
  readonly method: keyof Port;
  readonly error: unknown;
  /** Which call of the method fails, from 1. Default 1. */
  readonly call?: number;
  /** `after`: the effect stands, and only the caller does not learn of it. Default `before`. */
  readonly when?: "before" | "after";
}

/** The port, but one call of one method fails. */
export function failing<Port extends object>(
  port: Port,
  { method, error, call = 1, when = "before" }: Failure<Port>,
): Port {
  let calls = 0;
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return async (...parameters: unknown[]) => {
        const fails = property === method && ++calls === call;
        if (fails && when === "before") throw error;
        const result: unknown = await Reflect.apply(value, target, parameters);
        if (fails) throw error;
        return result;
      };
    },
  });
}

/** A process that was killed: nothing after it is done. */
export class Crash extends Error {
  override readonly name = "Crash";
}

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** Stands still until it is moved; begins at `AT`. */
export function manualClock(): ManualClock {
  let now = Date.parse(AT);
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
}

export interface MemoryLog extends Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[];
}

export function memoryLog(lines: MemoryLog["lines"] = [], common: LogFields = {}): MemoryLog {
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields: { ...common, ...fields } });
  return {
    lines,
    with: (fields) => memoryLog(lines, { ...common, ...fields }),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
}

/** A work bucket in memory. */
export class MemoryObjects implements ObjectStore {
  readonly texts = new Map<string, string>();
  /** Bytes in one chunk of a stream. */
  chunkBytes = 1 << 16;

  async getText(key: string) {
    return this.texts.get(key);
  }

  async getStream(key: string) {
    const text = this.texts.get(key);
    return text === undefined ? undefined : chunksOf(Buffer.from(text), this.chunkBytes);
  }

  async exists(key: string) {
    return this.texts.has(key);
  }

  async putOnce(key: string, text: string) {
    if (this.texts.has(key)) return false;
    this.texts.set(key, text);
    return true;
  }

  async put(key: string, text: string) {
    this.texts.set(key, text);
  }
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export type TokenAnswer =
  | { readonly token: string; readonly output: unknown }
  | { readonly token: string; readonly error: string; readonly cause: string };

/** Tokens that are waited for until they are answered, as in the workflow. */
export class MemoryTokens implements Tokens {
  readonly answers: TokenAnswer[] = [];
  /** Tokens whose wait ended in another way. */
  readonly dead = new Set<string>();

  async alive(token: string) {
    return !this.dead.has(token);
  }

  async succeed(token: string, output: unknown) {
    return this.#answer({ token, output: JSON.parse(JSON.stringify(output)) });
  }

  async fail(token: string, error: string, cause: string) {
    return this.#answer({ token, error, cause });
  }

  #answer(answer: TokenAnswer): boolean {
    if (this.dead.has(answer.token)) return false;
    this.dead.add(answer.token);
    this.answers.push(answer);
    return true;
  }
}

export class MemoryLane implements Lane {
  readonly handedBack: { readonly receiptHandle: string; readonly seconds: number }[] = [];

  async handBack(receiptHandle: string, seconds: number) {
    this.handedBack.push({ receiptHandle, seconds });
  }
}

/** Answers the calls in this order: an error is thrown, anything else is the body. One call too many throws. */
export class ScriptedModel implements AnalysisService {
  readonly bodies: Record<string, unknown>[] = [];
  readonly #answers: unknown[];

  constructor(...answers: unknown[]) {
    this.#answers = answers;
  }

  async invoke(body: unknown) {
    this.bodies.push(body as Record<string, unknown>);
    if (this.#answers.length === 0) throw new Error("the test planned no further call of the model");
    const answer = this.#answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

/** Asynchronous invocations by their token, with the statuses that the test gives them. */
export class MemoryEmbeddings implements EmbeddingService {
  readonly started: { readonly input: unknown; readonly outputUri: string; readonly token: string }[] = [];
  readonly statuses = new Map<string, AsyncStatus | Error>();

  async start(input: Readonly<Record<string, unknown>>, outputUri: string, token: string) {
    const known = this.started.findIndex((each) => each.token === token);
    const request = { input, outputUri, token };
    if (known < 0) this.started.push(request);
    else if (JSON.stringify(this.started[known]) !== JSON.stringify(request))
      throw new PermanentError("INTERNAL", "The token was used for another request.");
    return arnOf(known < 0 ? this.started.length : known + 1);
  }

  async status(invocationArn: string) {
    const status = this.statuses.get(invocationArn);
    if (status === undefined) throw new Error(`the test planned no status of ${invocationArn}`);
    if (status instanceof Error) throw status;
    return status;
  }
}

/** ARN of the invocation that was started as number `count`. */
export const arnOf = (count: number) =>
  `arn:aws:bedrock:us-east-1:111122223333:async-invoke/${String(count).padStart(12, "a")}`;

/** Executions by name, started once each. */
export class MemoryExecutions implements Executions {
  readonly starts: { readonly name: RunId; readonly input: string }[] = [];
  readonly stopped: RunId[] = [];

  async start(input: RunInput) {
    this.starts.push({ name: input.runId, input: JSON.stringify(input) });
    return `arn:aws:states:us-east-1:111122223333:execution:workflow:${input.runId}`;
  }

  async stop(runId: RunId) {
    this.stopped.push(runId);
  }
}

/** Batches of segments, as they were written. */
export class MemorySegmentIndex implements SegmentIndex {
  readonly puts: { readonly option: string; readonly segments: readonly EmbeddedSegment[] }[] = [];

  async put(_run: RunInput, option: string, segments: readonly EmbeddedSegment[]) {
    this.puts.push({ option, segments: [...segments] });
  }
}

export interface Delivery {
  /** Milliseconds since 1970. Default `AT`. */
  readonly sentAtMs?: number;
  /** How often the message was received, this time included. Default 1. */
  readonly receiveCount?: number;
}

/** The batch that a function gets from a queue; text bodies are taken as they are. */
export function sqsEvent(bodies: readonly unknown[], delivery: Delivery = {}): SQSEvent {
  return { Records: bodies.map((body, index) => sqsRecord(body, `message-${index + 1}`, delivery)) };
}

function sqsRecord(body: unknown, messageId: string, delivery: Delivery): SQSRecord {
  const { sentAtMs = Date.parse(AT), receiveCount = 1 } = delivery;
  return {
    messageId,
    receiptHandle: `receipt-of-${messageId}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAtMs),
      SenderId: "AIDAEXAMPLE",
      ApproximateFirstReceiveTimestamp: String(sentAtMs),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:111122223333:queue",
    awsRegion: "us-east-1",
  };
}

/** Ids of the messages that come again. */
export const failedIds = (answer: { batchItemFailures: readonly { itemIdentifier: string }[] }) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

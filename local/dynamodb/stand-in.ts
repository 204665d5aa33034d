import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import type { Clock } from "../clock.ts";
import { createTurns } from "../in-turn.ts";
import { asServiceError } from "../json-protocol.ts";
import {
  type Call,
  type JsonService,
  type Place,
  type Reply,
  ServiceError,
  type StandIn,
} from "../service.ts";
import type { Fields } from "./dynalite.ts";
import { openEngine } from "./engine.ts";
import { ensureTable } from "./ensure-table.ts";
import { errorType } from "./errors.ts";
import type { Front } from "./front.ts";
import { operations } from "./router.ts";
import { openTransactionTokens } from "./transaction-tokens.ts";

/** Tables on disk: dynalite's rules and storage, with transactions and crash-safe writes in front. */
export interface DynamoDbStandIn extends StandIn, JsonService {
  /** Makes a table from CreateTable's input, or finds the same one from an earlier start. */
  createTable(input: unknown): Promise<{ arn: string }>;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Folder of the stand-in's own LevelDB. One process at a time may hold it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly place: Place;
}

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const TARGET = "DynamoDB_20120810.";

export async function createDynamoDb({ dir, clock, place }: DynamoDbOptions): Promise<DynamoDbStandIn> {
  const engine = await openEngine(dir, place);
  const tokens = await openTransactionTokens(engine.store, clock);
  const inTurn = createTurns();
  const front: Front = { engine, clock, place, tokens, inTurn };

  const execute: JsonService["execute"] = (name, input, caller) => {
    const operation = operations.get(name);
    if (!operation) return Promise.reject(new ServiceError("UnknownOperationException", ""));
    return operation(front, (input ?? {}) as Fields, caller);
  };
  return {
    execute,
    createTable: (input) => ensureTable(front, input as Fields),
    handle: (call) => answer(call, execute),
    // Writes that are under way finish first.
    close: () => inTurn(() => engine.close()),
  };
}

async function answer(call: Call, execute: JsonService["execute"]): Promise<Reply> {
  let reply: { status: number; body: string; headers?: Record<string, string> };
  try {
    const target = call.headers["x-amz-target"] ?? "";
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
    const output = await execute(name, await readBody(call), call.caller);
    reply = { status: 200, body: JSON.stringify(output) };
  } catch (error) {
    const { name, message, status, fields } = asServiceError(error);
    reply = { status, body: JSON.stringify({ __type: errorType(name), message, ...fields }) };
  }
  return {
    status: reply.status,
    body: reply.body,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": call.requestId,
      "x-amz-crc32": String(crc32(reply.body)),
    },
  };
}

async function readBody(call: Call): Promise<unknown> {
  const bytes = await buffer(call.body);
  if (bytes.length > MAX_REQUEST_BYTES) throw new ServiceError("RequestEntityTooLargeException", "", 413);
  try {
    const input: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Falls through to the same error as JSON that is no object.
  }
  throw new ServiceError("SerializationException", "");
}

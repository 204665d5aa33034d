import type { Readable } from "node:stream";
import type { Clock } from "../clock.ts";
import { type Call, type Caller, type Place, type Reply, ServiceError, type StandIn } from "../service.ts";
import type { Store } from "../store.ts";
import { createJobs, type Jobs } from "./async/jobs.ts";
import { readBody } from "./body.ts";
import type { Context, Variants } from "./context.ts";
import { asBedrockError, validation } from "./errors.ts";
import { createLedger, type LedgerEntry } from "./ledger.ts";
import { createDecoderPool } from "./media/decoder-pool.ts";
import { createMeasurer } from "./media/measurer.ts";
import type { MediaObjects } from "./media-source.ts";
import { getAsyncInvoke } from "./operations/get-async-invoke.ts";
import { invokeModel } from "./operations/invoke-model.ts";
import { invokeModelWithResponseStream } from "./operations/invoke-model-with-response-stream.ts";
import { listAsyncInvokes } from "./operations/list-async-invokes.ts";
import { startAsyncInvoke } from "./operations/start-async-invoke.ts";
import { createQuotas, type QuotaOptions } from "./quotas.ts";

export type { LedgerEntry, MediaObjects };

export interface BedrockOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly objects: MediaObjects;
  /**
   * Finds the rights of a caller by its name, for async invocations that an earlier process began. Without it such
   * an invocation fails, because nobody may read its input.
   */
  readonly callers?: (name: string) => Caller;
  /** Seconds that each model call or async invocation takes beyond the measuring, ≥ 0. Default 0. */
  readonly modelLatencySec?: number;
  readonly quotas?: QuotaOptions;
  readonly variants?: Variants;
  /** Most processes that decode at a time, ≥ 1. Default: one per core. */
  readonly decoders?: number;
}

export interface BedrockStandIn extends StandIn {
  /** Calls that the real service would bill, in the order in which they ended. */
  ledger(): Promise<LedgerEntry[]>;
  /** Goes on with async invocations that an earlier process left in progress. */
  start(): Promise<void>;
  /** Ends the decoders; invocations in progress stay so in the store. */
  close(): Promise<void>;
}

const DEFAULT_VARIANTS: Required<Variants> = {
  embeddingOption: "string",
  data: "array",
  responseFormat: "both",
  finishKey15: "stopReason",
  unitLength: true,
};

/** The Bedrock runtime, as far as the TwelveLabs models need it. Its answers come from the media themselves. */
export async function createBedrock(options: BedrockOptions): Promise<BedrockStandIn> {
  const { store, clock, place, objects } = options;
  const pool = createDecoderPool(options.decoders);
  const stop = new AbortController();
  const context: Context = {
    stopping: stop.signal,
    store,
    clock,
    place,
    objects,
    measurer: createMeasurer(store, pool),
    ledger: createLedger(store),
    quotas: createQuotas(clock, options.quotas),
    variants: { ...DEFAULT_VARIANTS, ...options.variants },
    modelLatencySec: options.modelLatencySec ?? 0,
    inlineFolder: await store.folder("bedrock-inline"),
  };
  const jobs = createJobs(context, options.callers ?? nobody);
  return {
    handle: (call) => handle(call, context, jobs),
    ledger: () => context.ledger.entries(),
    async start() {
      pool.warm();
      await jobs.resume();
    },
    async close() {
      stop.abort();
      await pool.close();
      await jobs.settled();
    },
  };
}

function nobody(name: string): Caller {
  return {
    name,
    authorize(action) {
      throw new ServiceError("AccessDenied", `${name} is not known any more and may not ${action}`, 403);
    },
  };
}

async function handle(call: Call, context: Context, jobs: Jobs): Promise<Reply> {
  const headers = { "x-amzn-requestid": call.requestId };
  try {
    const answer = await route(call, context, jobs);
    return { status: 200, headers: { ...headers, ...answer.headers }, body: answer.body };
  } catch (error) {
    const { name, message, status, fields } = asBedrockError(error);
    return {
      status,
      headers: { ...headers, "content-type": "application/json", "x-amzn-errortype": name },
      body: JSON.stringify({ message, ...fields }),
    };
  }
}

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
}

async function route(call: Call, context: Context, jobs: Jobs): Promise<Answer> {
  const [first, second, third, ...rest] = call.path.split("/").slice(1).map(decodeSegment);
  const { method, caller } = call;
  if (
    first === "model" &&
    second !== undefined &&
    third !== undefined &&
    rest.length === 0 &&
    method === "POST"
  ) {
    return onModel(second, third, call, context);
  }
  if (first === "async-invoke" && third === undefined) {
    if (method === "GET" && second !== undefined)
      return json(await getAsyncInvoke(second, caller, jobs, context.place));
    if (method === "GET") return json(await listAsyncInvokes(call.query, caller, jobs));
    if (method === "POST" && second === undefined) {
      return json(await startAsyncInvoke(await readBody(call.body), caller, jobs, context));
    }
  }
  throw unknownOperation();
}

async function onModel(modelId: string, operation: string, call: Call, context: Context): Promise<Answer> {
  const { headers, caller, requestId } = call;
  const request = async () => ({ modelId, headers, caller, requestId, body: await readBody(call.body) });
  switch (operation) {
    case "invoke":
      return { headers: JSON_TYPE, body: await invokeModel(await request(), context) };
    case "invoke-with-response-stream":
      return { headers: STREAM_TYPE, body: await invokeModelWithResponseStream(await request(), context) };
    case "converse":
    case "converse-stream":
      throw validation(
        "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
      );
    default:
      throw unknownOperation();
  }
}

const JSON_TYPE = { "content-type": "application/json" };
const STREAM_TYPE = {
  "content-type": "application/vnd.amazon.eventstream",
  "x-amzn-bedrock-content-type": "application/json",
};

const json = (value: unknown): Answer => ({ headers: JSON_TYPE, body: JSON.stringify(value) });
const unknownOperation = () =>
  new ServiceError("UnknownOperationException", "The operation is not known.", 404);

/** Ids and ARNs are one encoded segment each: decoding comes after splitting, and once. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw validation("The request path is not properly encoded.");
  }
}

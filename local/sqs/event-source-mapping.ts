import { reportFault } from "../fault.ts";
import { type Caller, type FunctionHost, type Invocation, ServiceError } from "../service.ts";
import { failedMessages } from "./batch-outcome.ts";
import { type EventRecord, eventRecord, groupByPayload, type ReceivedMessage } from "./event-record.ts";
import { Slots } from "./slots.ts";
import type { SqsStandIn } from "./stand-in.ts";

export interface MappingOptions {
  readonly sqs: SqsStandIn;
  readonly functions: FunctionHost;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly region: string;
  /** Most messages of one invocation: 1 to 10, or to 10 000 with a batching window. */
  readonly batchSize: number;
  /** How long a batch that is not full waits for more, 0 to 300. */
  readonly batchingWindowSec: number;
  /** Most batches in flight, 2 to 1000; default 5, the number that Lambda starts with. */
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
  /** The function's own role. */
  readonly caller: Caller;
}

export interface Mapping {
  /** Takes no more messages; resolves when the batches in flight have ended. */
  stop(): Promise<void>;
}

const DEFAULT_CONCURRENCY = 5;
/** Waits between tries of a throttled batch, and after an error of the queue: doubled from the first to the last. */
const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 10_000;
/** Lambda checks these when a mapping is created. */
const NEEDED = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/**
 * Feeds the messages of a queue to a function, as Lambda does.
 * @throws AccessDenied when the function's role may not read the queue; ServiceError for an option out of range
 */
export function startMapping(options: MappingOptions): Mapping {
  checkOptions(options);
  for (const action of NEEDED) options.caller.authorize(action, options.queueArn);
  const stopping = new AbortController();
  const slots = new Slots(options.maximumConcurrency ?? DEFAULT_CONCURRENCY);
  const running = run(options, slots, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      slots.close();
      await running;
      await slots.idle();
    },
  };
}

async function run(options: MappingOptions, slots: Slots, stopping: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (await slots.take()) {
    let batch: ReceivedMessage[] = [];
    try {
      batch = await collect(options, stopping);
      wait = FIRST_WAIT_MS;
    } catch (error) {
      reportFault(`event source mapping ${options.queueArn}`, error);
      await options.sqs.clock.sleep(wait, stopping);
      wait = Math.min(wait * 2, LAST_WAIT_MS);
    }
    void handleBatch(options, batch, stopping).finally(() => slots.free());
  }
}

/** Waits for messages and receives up to one batch of them. */
async function collect(options: MappingOptions, stopping: AbortSignal): Promise<ReceivedMessage[]> {
  const { sqs, queueArn, batchSize, batchingWindowSec } = options;
  const batch: ReceivedMessage[] = [];
  let deadline = Number.POSITIVE_INFINITY;
  while (batch.length < batchSize && !stopping.aborted) {
    await sqs.waitForMessage(queueArn, deadline, stopping);
    if (stopping.aborted) break;
    const received = await receive(options, Math.min(batchSize - batch.length, 10));
    if (batch.length === 0 && received.length > 0) deadline = sqs.clock.now() + batchingWindowSec * 1000;
    batch.push(...received);
    if (sqs.clock.now() >= deadline && batch.length > 0) break;
  }
  return batch;
}

async function receive(options: MappingOptions, maximum: number): Promise<ReceivedMessage[]> {
  const request = {
    QueueUrl: queueUrl(options.queueArn),
    MaxNumberOfMessages: maximum,
    WaitTimeSeconds: 0,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  };
  const answer = await options.sqs.execute("ReceiveMessage", request, options.caller);
  return (answer as { Messages?: ReceivedMessage[] }).Messages ?? [];
}

async function handleBatch(
  options: MappingOptions,
  batch: readonly ReceivedMessage[],
  stopping: AbortSignal,
): Promise<void> {
  const records = batch.map((message) => eventRecord(message, options.queueArn, options.region));
  for (const group of groupByPayload(records)) {
    try {
      const done = await invoke(options, group, stopping);
      await remove(options, done);
    } catch (error) {
      // Nothing is deleted, so the messages come back after their visibility timeout, or at the next start of a
      // host that ends its functions while it stops: that is no news.
      if (!stopping.aborted)
        reportFault(`event source mapping ${options.queueArn} to ${options.functionArn}`, error);
    }
  }
}

/** Runs the function on the records and gives those that are done. */
async function invoke(
  options: MappingOptions,
  records: readonly EventRecord[],
  stopping: AbortSignal,
): Promise<readonly EventRecord[]> {
  const result = await invokeUnlessThrottled(options, JSON.stringify({ Records: records }), stopping);
  if (result === undefined || result.functionError !== undefined) return [];
  if (!options.reportBatchItemFailures) return records;
  const failed = failedMessages(
    result.payload,
    records.map(({ messageId }) => messageId),
  );
  return records.filter(({ messageId }) => !failed.has(messageId));
}

/**
 * Tries again, ever less often, while the function is throttled. When the visibility timeout is over the batch is
 * given up, since its messages are visible to everybody again.
 * @returns undefined when given up
 */
async function invokeUnlessThrottled(
  options: MappingOptions,
  payload: string,
  stopping: AbortSignal,
): Promise<Invocation | undefined> {
  const { functions, functionArn } = options;
  const { clock } = options.sqs;
  const start = clock.now();
  let visibilityMs: number | undefined;
  for (let wait = FIRST_WAIT_MS; !stopping.aborted; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
    try {
      return await functions.invoke(functionArn, payload);
    } catch (error) {
      if (!(error instanceof ServiceError && error.name === "TooManyRequestsException")) throw error;
    }
    visibilityMs ??= await visibilityTimeoutMs(options);
    const left = start + visibilityMs - clock.now();
    await clock.sleep(Math.min(wait, left), stopping);
    if (left <= wait) return undefined;
  }
  return undefined;
}

async function visibilityTimeoutMs({ sqs, queueArn, caller }: MappingOptions): Promise<number> {
  const request = { QueueUrl: queueUrl(queueArn), AttributeNames: ["VisibilityTimeout"] };
  const answer = await sqs.execute("GetQueueAttributes", request, caller);
  return (
    Number((answer as { Attributes: { VisibilityTimeout: string } }).Attributes.VisibilityTimeout) * 1000
  );
}

async function remove(options: MappingOptions, records: readonly EventRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += 10) {
    const Entries = records
      .slice(from, from + 10)
      .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
    const request = { QueueUrl: queueUrl(options.queueArn), Entries };
    await options.sqs.execute("DeleteMessageBatch", request, options.caller);
  }
}

/** The stand-in accepts any host in a queue URL, and this one is never connected to. */
function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(":");
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

function checkOptions({ batchSize, batchingWindowSec, maximumConcurrency }: MappingOptions): void {
  const largest = batchingWindowSec >= 1 ? 10_000 : 10;
  if (!(batchSize >= 1 && batchSize <= largest)) {
    throw invalid(`BatchSize ${batchSize} is not between 1 and ${largest}.`);
  }
  if (!(batchingWindowSec >= 0 && batchingWindowSec <= 300)) {
    throw invalid(`MaximumBatchingWindowInSeconds ${batchingWindowSec} is not between 0 and 300.`);
  }
  if (maximumConcurrency !== undefined && !(maximumConcurrency >= 2 && maximumConcurrency <= 1000)) {
    throw invalid(`MaximumConcurrency ${maximumConcurrency} is not between 2 and 1000.`);
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message);
}

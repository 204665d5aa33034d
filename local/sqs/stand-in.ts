import type { Clock } from "../clock.ts";
import { targetProtocol } from "../json-protocol.ts";
import type { Call, JsonService, Place, Reply, StandIn } from "../service.ts";
import type { Store } from "../store.ts";
import type { SqsContext } from "./context.ts";
import { legacyCode, notSupported, queueDoesNotExist } from "./errors.ts";
import { createMoveTasks } from "./move-task.ts";
import { checkQueueName } from "./operations/create-queue.ts";
import { Queues } from "./queues.ts";
import { operations } from "./router.ts";
import { defaultSettings, type QueueSettings } from "./settings.ts";
import { checkSettings } from "./settings-attributes.ts";
import { waitForMessage } from "./wait.ts";

/** A queue as the template describes it; what is left out has the service's default. */
export type QueueOptions = { readonly name: string } & Partial<QueueSettings>;

export interface SqsStandIn extends StandIn, JsonService {
  /** The clock that visibility and delays follow. */
  readonly clock: Clock;
  /**
   * Creates the queue, or gives the one that an earlier process left these settings; its messages stay. The
   * dead-letter queue may be created later.
   * @throws ServiceError for a setting outside its range, or the name of a FIFO queue
   */
  createQueue(options: QueueOptions): Promise<{ arn: string; url: string }>;
  /**
   * Resolves as soon as the queue has a message that may be received, at `deadline` (milliseconds since 1970) or
   * when `signal` aborts: how a consumer in this process waits without polling.
   * @throws QueueDoesNotExist
   */
  waitForMessage(queueArn: string, deadline: number, signal: AbortSignal): Promise<void>;
  /** Ends the long polls; they answer without messages. */
  close(): Promise<void>;
}

/**
 * Opens the stand-in of SQS (standard queues) on the store and takes up the queues and messages that are there.
 * @param options.endpoint base URL of the host; asked only when a queue URL is given out
 */
export async function createSqs(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly endpoint: () => string;
}): Promise<SqsStandIn> {
  const { store, clock, place, endpoint } = options;
  const queues = new Queues(store, place);
  await queues.load(clock.now());
  const closing = new AbortController();
  const context: SqsContext = {
    queues,
    moveTasks: createMoveTasks(store),
    clock,
    place,
    url: (name) => `${endpoint()}/${place.account}/${name}`,
    closing: closing.signal,
  };
  const service: JsonService = {
    async execute(operation, input, caller) {
      const run = operations.get(operation);
      if (run === undefined) throw notSupported(`the operation ${operation}`);
      return run(context, input, caller);
    },
  };
  const answer = targetProtocol(service);
  return {
    clock,
    execute: service.execute,
    handle: async (call: Call) => withLegacyCode(await answer(call)),
    async createQueue({ name, ...given }) {
      checkQueueName(name);
      const settings = { ...defaultSettings, ...given };
      checkSettings(settings);
      const { arn } = await queues.save(name, settings, clock.now());
      return { arn, url: context.url(name) };
    },
    async waitForMessage(queueArn, deadline, signal) {
      const queue = queues.findByArn(queueArn);
      if (queue === undefined) throw queueDoesNotExist();
      await waitForMessage(queue, clock, deadline, signal, closing.signal);
    },
    async close() {
      closing.abort();
    },
  };
}

/** Clients rebuild the error codes of the older query protocol from a header. */
function withLegacyCode(reply: Reply): Reply {
  const name = reply.headers?.["x-amzn-errortype"];
  if (name === undefined) return reply;
  const fault = reply.status < 500 ? "Sender" : "Receiver";
  return {
    ...reply,
    status: name === "AccessDeniedException" ? 403 : reply.status,
    headers: { ...reply.headers, "x-amzn-query-error": `${legacyCode(name)};${fault}` },
  };
}

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, wallClock } from "../../../local/clock.ts";
import { createEvents, type EventsStandIn } from "../../../local/events/stand-in.ts";
import { AccessDenied, type Caller, type FunctionHost, type JsonService } from "../../../local/service.ts";
import { createSqs, type SqsStandIn } from "../../../local/sqs/stand-in.ts";
import { openStore } from "../../../local/store.ts";
import { developer } from "../serve.ts";

export const place = { account: "123456789012", region: "eu-west-1" };

/** The stand-ins of events and queues on a folder that may hold what an earlier pair left. */
export interface Host {
  readonly events: EventsStandIn;
  readonly sqs: SqsStandIn;
  readonly clock: Clock;
  close(): Promise<void>;
}

export async function openHost(
  dir: string,
  targets: { functions?: FunctionHost; stepFunctions?: JsonService } = {},
  clock: Clock = wallClock(),
): Promise<Host> {
  const unplanned = async () => Promise.reject(new Error("unplanned"));
  const store = await openStore(dir);
  const sqs = await createSqs({ store, clock, place, endpoint: () => "http://127.0.0.1:1" });
  const functions = targets.functions ?? { invoke: unplanned };
  const stepFunctions = () => targets.stepFunctions ?? { execute: unplanned };
  const events = createEvents({ store, clock, place, targets: { sqs, functions, stepFunctions } });
  return {
    events,
    sqs,
    clock,
    async close() {
      await events.close();
      await sqs.close();
      await store.close();
    },
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "reelbase-events-"));
}

/** Bodies of up to ten messages, which are deleted. */
export async function receiveBodies(
  sqs: SqsStandIn,
  QueueUrl: string,
  WaitTimeSeconds = 0,
): Promise<string[]> {
  const messages = await receiveMessages(sqs, QueueUrl, WaitTimeSeconds);
  return messages.map(({ Body }) => Body);
}

interface StoredMessage {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
}

export async function receiveMessages(
  sqs: SqsStandIn,
  QueueUrl: string,
  WaitTimeSeconds = 0,
): Promise<StoredMessage[]> {
  const request = { QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  const { Messages = [] } = (await sqs.execute("ReceiveMessage", request, developer)) as {
    Messages?: StoredMessage[];
  };
  for (const { ReceiptHandle } of Messages) {
    await sqs.execute("DeleteMessage", { QueueUrl, ReceiptHandle }, developer);
  }
  return Messages;
}

/** A caller that may do nothing but the given actions. */
export function callerWith(...actions: string[]): Caller {
  return {
    name: "rule",
    authorize(action, resource) {
      if (!actions.includes(action)) throw new AccessDenied("rule", action, resource);
    },
  };
}

import * as z from "zod";
import type { Clock } from "../clock.ts";
import { type Caller, type Place, ServiceError } from "../service.ts";
import { queueDoesNotExist } from "./errors.ts";
import type { MessageState } from "./message.ts";
import type { MoveTasks } from "./move-task.ts";
import type { Queue } from "./queue.ts";
import type { Queues } from "./queues.ts";
import { parseReceiptHandle } from "./receipt.ts";

/** What the operations of the stand-in share. */
export interface SqsContext {
  readonly queues: Queues;
  readonly moveTasks: MoveTasks;
  readonly clock: Clock;
  readonly place: Place;
  /** The URL that clients of this process use for a queue. */
  url(queueName: string): string;
  /** Aborts when the stand-in closes, so that long polls end. */
  readonly closing: AbortSignal;
}

export type Operation = (sqs: SqsContext, input: unknown, caller: Caller) => Promise<unknown>;

export const queueUrlField = z.string();

/**
 * The queue of a `QueueUrl`, once the caller has the right to `action` (such as `sqs:SendMessage`) on it. Any host
 * is accepted: a URL may have been stored before a restart that took another port.
 * @throws QueueDoesNotExist, InvalidAddress
 */
export function openQueue(sqs: SqsContext, url: string, action: string, caller: Caller): Queue {
  const [account, name, ...rest] = pathOf(url);
  if (account === undefined || name === undefined || rest.length > 0) {
    throw new ServiceError("InvalidAddress", `The address ${url} is not valid for this endpoint.`, 404);
  }
  if (account !== sqs.place.account) throw queueDoesNotExist();
  caller.authorize(action, sqs.queues.arn(name));
  const queue = sqs.queues.find(name);
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

/** A message as the handle of its newest receive names it; undefined when the handle is out of date. */
export function messageOfHandle(
  queue: Queue,
  handle: string,
): readonly [key: string, state: MessageState] | undefined {
  const { key, receipt } = parseReceiptHandle(handle, queue.name);
  const state = queue.get(key);
  return state?.receipt === receipt ? [key, state] : undefined;
}

/** Drops messages that are past the retention period, so that no operation sees them. */
export async function dropExpired(sqs: SqsContext, queue: Queue): Promise<void> {
  await sqs.queues.remove(queue, queue.expire(sqs.clock.now()));
}

function pathOf(url: string): string[] {
  return URL.canParse(url) ? new URL(url).pathname.split("/").filter((part) => part !== "") : [];
}

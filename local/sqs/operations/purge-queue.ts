import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";

const input = z.strictObject({ QueueUrl: queueUrlField });

/** The service takes this long to purge, and refuses a second request meanwhile. */
const PURGE_MS = 60_000;

export const purgeQueue: Operation = async (sqs, request, caller) => {
  const { QueueUrl } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:PurgeQueue", caller);
  const now = sqs.clock.now();
  if (queue.purgedAt !== undefined && now < queue.purgedAt + PURGE_MS) {
    throw new ServiceError(
      "PurgeQueueInProgress",
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      403,
    );
  }
  queue.purgedAt = now;
  const keys = queue.entries().map(([key]) => key);
  await sqs.queues.remove(queue, keys);
  return {};
};

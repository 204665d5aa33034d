import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { messageOfHandle, type Operation, openQueue, queueUrlField, type SqsContext } from "../context.ts";
import { invalidValue } from "../errors.ts";
import { checkRange, parseInput } from "../input.ts";
import type { Queue } from "../queue.ts";

const input = z.strictObject({
  QueueUrl: queueUrlField,
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number(),
});

/** Longest time that a message may stay hidden after one receive. */
const MAXIMUM_HIDDEN_SEC = 43_200;

export const changeMessageVisibility: Operation = async (sqs, request, caller) => {
  const { QueueUrl, ReceiptHandle, VisibilityTimeout } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:ChangeMessageVisibility", caller);
  await changeVisibility(sqs, queue, ReceiptHandle, VisibilityTimeout);
  return {};
};

/** Hides the message for `seconds` from now on; 0 gives it back at once. */
export async function changeVisibility(
  sqs: SqsContext,
  queue: Queue,
  handle: string,
  seconds: number,
): Promise<void> {
  checkRange(seconds, "VisibilityTimeout", 0, MAXIMUM_HIDDEN_SEC);
  const found = messageOfHandle(queue, handle);
  if (found === undefined) {
    throw invalidValue(
      handle,
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change",
    );
  }
  const [key, state] = found;
  const now = sqs.clock.now();
  if (state.visibleAt <= now) {
    throw new ServiceError("MessageNotInflight", `The message ${state.messageId} is not in flight.`);
  }
  const hiddenSec = (now - (state.lastReceivedAt ?? now)) / 1000 + seconds;
  if (hiddenSec > MAXIMUM_HIDDEN_SEC) {
    throw invalidValue(
      seconds,
      "VisibilityTimeout",
      `Total VisibilityTimeout for the message is beyond the limit [${MAXIMUM_HIDDEN_SEC} seconds]`,
    );
  }
  const visibleAt = now + seconds * 1000;
  await sqs.queues.update(queue, [[key, { ...state, visibleAt, hiddenAt: now, hiddenByChoice: true }]]);
}

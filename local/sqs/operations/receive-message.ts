import * as z from "zod";
import { dropExpired, type Operation, openQueue, queueUrlField, type SqsContext } from "../context.ts";
import { checkSystemAttributes, receivedMessage } from "../incoming.ts";
import { checkRange, parseInput } from "../input.ts";
import type { Entry, Queue } from "../queue.ts";
import { newReceipt } from "../receipt.ts";
import { waitForMessage } from "../wait.ts";

const input = z.strictObject({
  QueueUrl: queueUrlField,
  MaxNumberOfMessages: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  WaitTimeSeconds: z.number().optional(),
  AttributeNames: z.array(z.string()).optional(),
  MessageSystemAttributeNames: z.array(z.string()).optional(),
  MessageAttributeNames: z.array(z.string()).optional(),
});

export const receiveMessage: Operation = async (sqs, request, caller) => {
  const fields = parseInput(input, request);
  const queue = openQueue(sqs, fields.QueueUrl, "sqs:ReceiveMessage", caller);
  checkRange(
    fields.MaxNumberOfMessages,
    "MaxNumberOfMessages",
    1,
    10,
    "Must be between 1 and 10, if provided",
  );
  checkRange(fields.VisibilityTimeout, "VisibilityTimeout", 0, 43_200);
  checkRange(fields.WaitTimeSeconds, "WaitTimeSeconds", 0, 20);
  const systemNames = [...(fields.AttributeNames ?? []), ...(fields.MessageSystemAttributeNames ?? [])];
  checkSystemAttributes(systemNames);

  const hideSec = fields.VisibilityTimeout ?? queue.settings.visibilityTimeoutSec;
  const waitSec = fields.WaitTimeSeconds ?? queue.settings.receiveWaitSec;
  const deadline = sqs.clock.now() + waitSec * 1000;
  const maximum = fields.MaxNumberOfMessages ?? 1;
  let taken = await take(sqs, queue, maximum, hideSec);
  while (taken.length === 0 && sqs.clock.now() < deadline && !sqs.closing.aborted) {
    await waitForMessage(queue, sqs.clock, deadline, sqs.closing);
    taken = sqs.closing.aborted ? [] : await take(sqs, queue, maximum, hideSec);
  }

  const messages = [];
  for (const [key, state] of taken) {
    const content = await sqs.queues.content(key);
    // Purged while it was being received.
    if (content === undefined) continue;
    messages.push(receivedMessage(key, state, content, systemNames, fields.MessageAttributeNames ?? []));
  }
  return messages.length === 0 ? {} : { Messages: messages };
};

/** Receives up to `max` messages and moves those whose receives are used up to the dead-letter queue. */
async function take(sqs: SqsContext, queue: Queue, max: number, hideSec: number): Promise<Entry[]> {
  await dropExpired(sqs, queue);
  const now = sqs.clock.now();
  const { redrive } = queue.settings;
  const deadLetters = redrive && sqs.queues.findByArn(redrive.deadLetterArn);
  const limit = redrive && deadLetters ? redrive.maxReceiveCount : Number.POSITIVE_INFINITY;
  const { received, exhausted } = queue.select(now, max, limit);
  const taken = received.map(
    ([key, state]): Entry => [
      key,
      {
        ...state,
        receiveCount: state.receiveCount + 1,
        firstReceivedAt: state.firstReceivedAt ?? now,
        lastReceivedAt: now,
        receipt: newReceipt(),
        visibleAt: now + hideSec * 1000,
        hiddenAt: now,
        hiddenByChoice: false,
      },
    ],
  );
  const moved = exhausted.map(([key, state]): Entry => {
    const { receipt: _, firstReceivedAt: __, lastReceivedAt: ___, ...rest } = state;
    return [
      key,
      {
        ...rest,
        queue: deadLetters?.name ?? queue.name,
        deadLetterSource: queue.arn,
        // Counts anew, or a dead-letter queue with its own redrive policy would pass it on at once.
        receiveCount: 0,
        visibleAt: now,
        hiddenAt: now,
        hiddenByChoice: false,
      },
    ];
  });
  await sqs.queues.update(queue, [...taken, ...moved]);
  return taken;
}

import * as z from "zod";
import { messageOfHandle, type Operation, openQueue, queueUrlField, type SqsContext } from "../context.ts";
import { parseInput } from "../input.ts";
import type { Queue } from "../queue.ts";

const input = z.strictObject({ QueueUrl: queueUrlField, ReceiptHandle: z.string() });

export const deleteMessage: Operation = async (sqs, request, caller) => {
  const { QueueUrl, ReceiptHandle } = parseInput(input, request);
  await deleteByHandle(sqs, openQueue(sqs, QueueUrl, "sqs:DeleteMessage", caller), ReceiptHandle);
  return {};
};

/** Deletes the message unless it was received again since: an old handle then succeeds without effect. */
export async function deleteByHandle(sqs: SqsContext, queue: Queue, handle: string): Promise<void> {
  const found = messageOfHandle(queue, handle);
  if (found !== undefined) await sqs.queues.remove(queue, [found[0]]);
}

import * as z from "zod";
import { checkBatch, runBatch } from "../batch.ts";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";
import { deleteByHandle } from "./delete-message.ts";

const input = z.strictObject({
  QueueUrl: queueUrlField,
  Entries: z.array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() })),
});

export const deleteMessageBatch: Operation = async (sqs, request, caller) => {
  const { QueueUrl, Entries } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:DeleteMessage", caller);
  checkBatch(Entries, "DeleteMessageBatchRequestEntry");
  return runBatch(Entries, async ({ ReceiptHandle }) => {
    await deleteByHandle(sqs, queue, ReceiptHandle);
    return {};
  });
};

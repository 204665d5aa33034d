import * as z from "zod";
import { checkBatch, runBatch } from "../batch.ts";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";
import { changeVisibility } from "./change-message-visibility.ts";

const input = z.strictObject({
  QueueUrl: queueUrlField,
  Entries: z.array(
    z.strictObject({
      Id: z.string(),
      ReceiptHandle: z.string(),
      VisibilityTimeout: z.number().optional(),
    }),
  ),
});

export const changeMessageVisibilityBatch: Operation = async (sqs, request, caller) => {
  const { QueueUrl, Entries } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:ChangeMessageVisibility", caller);
  checkBatch(Entries, "ChangeMessageVisibilityBatchRequestEntry");
  return runBatch(Entries, async ({ ReceiptHandle, VisibilityTimeout }) => {
    const seconds = VisibilityTimeout ?? queue.settings.visibilityTimeoutSec;
    await changeVisibility(sqs, queue, ReceiptHandle, seconds);
    return {};
  });
};

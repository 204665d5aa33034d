import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { checkBatch, runBatch } from "../batch.ts";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";
import { messageFields, type Outgoing, outgoing } from "../outgoing.ts";
import { sentAnswer } from "./send-message.ts";

const input = z.strictObject({
  QueueUrl: queueUrlField,
  Entries: z.array(z.strictObject({ Id: z.string(), ...messageFields })),
});

/** All messages of a batch together may be as large as one message. */
const MAXIMUM_BATCH_BYTES = 1_048_576;

export const sendMessageBatch: Operation = async (sqs, request, caller) => {
  const { QueueUrl, Entries } = parseInput(input, request);
  // A batch has no permission of its own.
  const queue = openQueue(sqs, QueueUrl, "sqs:SendMessage", caller);
  checkBatch(Entries, "SendMessageBatchRequestEntry");
  const made: Outgoing[] = [];
  const answer = await runBatch(Entries, async ({ Id: _, ...message }) => {
    const one = outgoing(queue, message, caller, sqs.clock.now());
    made.push(one);
    return sentAnswer(one);
  });
  const bytes = made.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > MAXIMUM_BATCH_BYTES) {
    throw new ServiceError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${MAXIMUM_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
  await sqs.queues.add(made);
  return answer;
};

import * as z from "zod";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { attributesDigest, bodyDigest } from "../digest.ts";
import { parseInput } from "../input.ts";
import { messageFields, type Outgoing, outgoing } from "../outgoing.ts";

const input = z.strictObject({ QueueUrl: queueUrlField, ...messageFields });

export const sendMessage: Operation = async (sqs, request, caller) => {
  const { QueueUrl, ...message } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:SendMessage", caller);
  const made = outgoing(queue, message, caller, sqs.clock.now());
  await sqs.queues.add([made]);
  return sentAnswer(made);
};

/** What the sender gets: the id, and digests that the client compares with its own. */
export function sentAnswer({ state, content }: Outgoing): Record<string, string> {
  const ofAttributes = attributesDigest(content.attributes);
  const { traceHeader } = content;
  const ofSystem =
    traceHeader && attributesDigest({ AWSTraceHeader: { DataType: "String", StringValue: traceHeader } });
  return {
    MessageId: state.messageId,
    MD5OfMessageBody: bodyDigest(content.body),
    ...(ofAttributes && { MD5OfMessageAttributes: ofAttributes }),
    ...(ofSystem && { MD5OfMessageSystemAttributes: ofSystem }),
  };
}

import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { dropExpired, type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";
import type { Queue } from "../queue.ts";
import { attributesOfSettings } from "../settings-attributes.ts";

const input = z.strictObject({ QueueUrl: queueUrlField, AttributeNames: z.array(z.string()).optional() });

/** Names that exist but that the queues of this stand-in never have; the service leaves them out as well. */
const neverSet = [
  "Policy",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];

export const getQueueAttributes: Operation = async (sqs, request, caller) => {
  const { QueueUrl, AttributeNames = [] } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:GetQueueAttributes", caller);
  await dropExpired(sqs, queue);
  const all = attributes(queue, sqs.clock.now());
  for (const name of AttributeNames) {
    if (name !== "All" && !Object.hasOwn(all, name) && !neverSet.includes(name)) {
      throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
  }
  const wanted = Object.entries(all).filter(
    ([name]) => AttributeNames.includes("All") || AttributeNames.includes(name),
  );
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
};

function attributes(queue: Queue, now: number): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts(now);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(queue.createdAt / 1000),
    LastModifiedTimestamp: String(queue.updatedAt / 1000),
    // True of every queue for which nothing else was chosen; nothing is encrypted here.
    SqsManagedSseEnabled: "true",
    ...attributesOfSettings(queue.settings),
  };
}

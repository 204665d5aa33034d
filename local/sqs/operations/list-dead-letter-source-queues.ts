import * as z from "zod";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";

const input = z.strictObject({ QueueUrl: queueUrlField });

export const listDeadLetterSourceQueues: Operation = async (sqs, request, caller) => {
  const { QueueUrl } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:ListDeadLetterSourceQueues", caller);
  const sources = sqs.queues.all().filter(({ settings }) => settings.redrive?.deadLetterArn === queue.arn);
  return { queueUrls: sources.map(({ name }) => sqs.url(name)) };
};

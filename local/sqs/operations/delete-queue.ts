import * as z from "zod";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";

const input = z.strictObject({ QueueUrl: queueUrlField });

export const deleteQueue: Operation = async (sqs, request, caller) => {
  const { QueueUrl } = parseInput(input, request);
  await sqs.queues.drop(openQueue(sqs, QueueUrl, "sqs:DeleteQueue", caller));
  return {};
};

import * as z from "zod";
import type { Operation } from "../context.ts";
import { queueDoesNotExist } from "../errors.ts";
import { parseInput } from "../input.ts";

const input = z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() });

export const getQueueUrl: Operation = async (sqs, request, caller) => {
  const { QueueName, QueueOwnerAWSAccountId: owner } = parseInput(input, request);
  caller.authorize("sqs:GetQueueUrl", sqs.queues.arn(QueueName));
  const elsewhere = owner !== undefined && owner !== sqs.place.account;
  if (elsewhere || sqs.queues.find(QueueName) === undefined) throw queueDoesNotExist();
  return { QueueUrl: sqs.url(QueueName) };
};

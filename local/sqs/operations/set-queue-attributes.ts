import * as z from "zod";
import { type Operation, openQueue, queueUrlField } from "../context.ts";
import { parseInput } from "../input.ts";
import { settingsFromAttributes } from "../settings-attributes.ts";
import { checkDeadLetterTarget } from "./create-queue.ts";

const input = z.strictObject({ QueueUrl: queueUrlField, Attributes: z.record(z.string(), z.string()) });

export const setQueueAttributes: Operation = async (sqs, request, caller) => {
  const { QueueUrl, Attributes } = parseInput(input, request);
  const queue = openQueue(sqs, QueueUrl, "sqs:SetQueueAttributes", caller);
  const settings = settingsFromAttributes(Attributes, queue.settings);
  checkDeadLetterTarget(sqs, settings);
  await sqs.queues.save(queue.name, settings, sqs.clock.now());
  return {};
};

import * as z from "zod";
import { ServiceError } from "../../service.ts";
import type { Operation } from "../context.ts";
import { checkRange, parseInput } from "../input.ts";

const input = z.strictObject({ SourceArn: z.string(), MaxResults: z.number().optional() });

export const listMessageMoveTasks: Operation = async (sqs, request, caller) => {
  const { SourceArn, MaxResults } = parseInput(input, request);
  caller.authorize("sqs:ListMessageMoveTasks", SourceArn);
  checkRange(MaxResults, "MaxResults", 1, 10);
  if (sqs.queues.findByArn(SourceArn) === undefined) {
    throw new ServiceError(
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
      404,
    );
  }
  const tasks = await sqs.moveTasks.list(SourceArn, MaxResults ?? 1);
  // The handle is given for running tasks only, and a task here has ended before its start is answered.
  return { Results: tasks.map(({ TaskHandle: _, ...task }) => task) };
};

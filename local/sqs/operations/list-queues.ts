import * as z from "zod";
import type { Operation } from "../context.ts";
import { checkRange, parseInput } from "../input.ts";

const input = z.strictObject({
  QueueNamePrefix: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
});

/** Most queues that one answer holds. */
const PAGE = 1000;

export const listQueues: Operation = async (sqs, request, caller) => {
  const { QueueNamePrefix = "", MaxResults, NextToken } = parseInput(input, request);
  caller.authorize("sqs:ListQueues", "*");
  checkRange(MaxResults, "MaxResults", 1, PAGE);
  const after = NextToken === undefined ? "" : Buffer.from(NextToken, "base64url").toString();
  const names = sqs.queues
    .all()
    .map(({ name }) => name)
    .filter((name) => name.startsWith(QueueNamePrefix) && name > after);
  const page = names.slice(0, MaxResults ?? PAGE);
  const last = page.at(-1);
  return {
    ...(page.length > 0 && { QueueUrls: page.map((name) => sqs.url(name)) }),
    // The service pages only when it is asked to.
    ...(MaxResults !== undefined &&
      last !== undefined &&
      page.length < names.length && { NextToken: Buffer.from(last).toString("base64url") }),
  };
};

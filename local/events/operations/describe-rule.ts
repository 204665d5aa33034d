import * as z from "zod";
import { busNameOf, type EventsContext, type Operation, ruleArn } from "../context.ts";
import { ruleNotFound } from "../errors.ts";
import { parseInput } from "../input.ts";
import type { Rule } from "../rule.ts";

const input = z.strictObject({ Name: z.string(), EventBusName: z.string().optional() });

export const describeRule: Operation = async (events, request, caller) => {
  const { Name, EventBusName } = parseInput(input, request);
  const busName = busNameOf(EventBusName);
  caller.authorize("events:DescribeRule", ruleArn(events.place, busName, Name));
  return ruleAnswer(findRule(events, busName, Name));
};

/** @throws ResourceNotFoundException */
export function findRule(events: EventsContext, busName: string, ruleName: string): Rule {
  const rule = events.rules.get(`${busName}/${ruleName}`);
  if (rule === undefined) throw ruleNotFound(ruleName, busName);
  return rule;
}

/** A rule as the API gives it. */
export function ruleAnswer({ name, arn, pattern, enabled, busName }: Rule): Record<string, string> {
  return {
    Name: name,
    Arn: arn,
    EventPattern: JSON.stringify(pattern),
    State: enabled ? "ENABLED" : "DISABLED",
    EventBusName: busName,
  };
}

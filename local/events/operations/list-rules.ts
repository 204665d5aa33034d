import * as z from "zod";
import { busNameOf, type Operation, ruleArn } from "../context.ts";
import { parseInput } from "../input.ts";
import { nextPage, pageFields } from "../page.ts";
import { ruleAnswer } from "./describe-rule.ts";

const input = z.strictObject({
  NamePrefix: z.string().optional(),
  EventBusName: z.string().optional(),
  ...pageFields,
});

export const listRules: Operation = async (events, request, caller) => {
  const { NamePrefix = "", EventBusName, ...page } = parseInput(input, request);
  const busName = busNameOf(EventBusName);
  caller.authorize("events:ListRules", ruleArn(events.place, busName, "*"));
  const rules = [...events.rules.values()]
    .filter((rule) => rule.busName === busName && rule.name.startsWith(NamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, NextToken } = nextPage(rules, page);
  return { Rules: items.map(ruleAnswer), ...(NextToken !== undefined && { NextToken }) };
};

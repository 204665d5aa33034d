import * as z from "zod";
import { busNameOf, type Operation, ruleArn } from "../context.ts";
import { parseInput } from "../input.ts";
import { nextPage, pageFields } from "../page.ts";
import type { Target } from "../rule.ts";
import { findRule } from "./describe-rule.ts";

const input = z.strictObject({ Rule: z.string(), EventBusName: z.string().optional(), ...pageFields });

export const listTargetsByRule: Operation = async (events, request, caller) => {
  const { Rule, EventBusName, ...page } = parseInput(input, request);
  const busName = busNameOf(EventBusName);
  caller.authorize("events:ListTargetsByRule", ruleArn(events.place, busName, Rule));
  const { items, NextToken } = nextPage(findRule(events, busName, Rule).targets, page);
  return { Targets: items.map(targetAnswer), ...(NextToken !== undefined && { NextToken }) };
};

function targetAnswer({ id, arn, input, inputPath, inputTransformer, deadLetterArn }: Target) {
  return {
    Id: id,
    Arn: arn,
    ...(input !== undefined && { Input: input }),
    ...(inputPath !== undefined && { InputPath: inputPath }),
    ...(inputTransformer !== undefined && {
      InputTransformer: {
        InputPathsMap: inputTransformer.inputPathsMap ?? {},
        InputTemplate: inputTransformer.inputTemplate,
      },
    }),
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
  };
}

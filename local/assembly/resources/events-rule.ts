import * as z from "zod";
import type { Cloud } from "../cloud.ts";
import { jsonObject, noLocalEffect } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

const EVENTS = "events.amazonaws.com";

/** Name of the bus, which may be given by its ARN. */
function busName({ property }: Pick<Identity, "property">): string {
  return String(property("EventBusName") ?? "default").replace(/^arn:.*:event-bus\//, "");
}

/** Rules of the default bus are called by their name alone. */
function pathOf(rule: Identity, separator: string): string {
  const bus = busName(rule);
  return bus === "default" ? rule.name : bus + separator + rule.name;
}

const arn = (rule: Identity) =>
  `arn:aws:events:${rule.place.region}:${rule.place.account}:rule/${pathOf(rule, "/")}`;

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .transform(({ InputPathsMap: inputPathsMap, InputTemplate: inputTemplate }) => ({
      inputPathsMap,
      inputTemplate,
    }))
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: noLocalEffect("a target on this machine is reached at once or refuses for good"),
});

export const eventsRule = defineResource({
  type: "AWS::Events::Rule",
  nameProperty: "Name",
  ref: (rule) => pathOf(rule, "|"),
  attributes: { Arn: arn },
  properties: {
    Name: z.string().optional(),
    EventBusName: z.string().optional(),
    EventPattern: jsonObject,
    State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
    Targets: z.array(target).default([]),
  },
  noLocalEffect: { Description: "for people" },
  create: (rule, { access, standIns }) => {
    standIns.events.createRule({
      name: rule.name,
      arn: arn(rule),
      busName: busName(rule),
      pattern: rule.properties.EventPattern,
      enabled: rule.properties.State === "ENABLED",
      targets: rule.properties.Targets.map((one) => ({
        id: one.Id,
        arn: one.Arn,
        ...(one.Input === undefined ? {} : { input: one.Input }),
        ...(one.InputPath === undefined ? {} : { inputPath: one.InputPath }),
        ...(one.InputTransformer === undefined ? {} : { inputTransformer: one.InputTransformer }),
        ...(one.DeadLetterConfig === undefined ? {} : { deadLetterArn: one.DeadLetterConfig.Arn }),
        caller: targetCaller(access, one, rule.name, arn(rule)),
      })),
    });
  },
});

/** Queues and functions are asked by their own policies; a state machine by the role of the target. */
function targetCaller(
  access: Cloud["access"],
  { Arn, RoleArn, Id }: z.infer<typeof target>,
  ruleName: string,
  ruleArn: string,
) {
  const [, , service = ""] = Arn.split(":");
  if (service === "states") {
    if (RoleArn === undefined) throw new TemplateError(`the target ${Id} needs a RoleArn`);
    return access.assume(RoleArn, EVENTS, ruleName, ruleArn);
  }
  if (service !== "sqs" && service !== "lambda") {
    throw new TemplateError(`the target ${Id} (${Arn}) is not supported`);
  }
  if (RoleArn !== undefined) throw new TemplateError(`the RoleArn of the target ${Id} is not supported`);
  return access.service(EVENTS, ruleArn);
}

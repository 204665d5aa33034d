import type { Place } from "../service.ts";
import { NO_VALUE } from "./intrinsics.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Values of the pseudo parameters. `AWS::NotificationARNs` and unknown ones are not there. */
export function pseudoParameters(
  stackName: string,
  { account, region }: Place,
): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["AWS::AccountId", account],
    ["AWS::Region", region],
    ["AWS::Partition", "aws"],
    ["AWS::URLSuffix", "amazonaws.com"],
    ["AWS::StackName", stackName],
    ["AWS::StackId", `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`],
    ["AWS::NoValue", NO_VALUE],
  ]);
}

/**
 * Value of a parameter: its default, since nobody is asked.
 * @throws `TemplateError` when it has none, or when the default is only the place of the value (SSM)
 */
export function parameterValue(name: string, parameter: Template["Parameters"][string]): unknown {
  const { Type: type, Default: value } = parameter;
  if (value === undefined) throw new TemplateError(`the parameter ${name} has no default`);
  if (type.startsWith("AWS::SSM::")) {
    throw new TemplateError(`the parameter ${name} is looked up in SSM, which has no stand-in`);
  }
  if (type === "CommaDelimitedList" || type.startsWith("List<")) {
    return String(value)
      .split(",")
      .map((item) => item.trim());
  }
  return String(value);
}

import type { Place } from "../service.ts";
import type { Cloud } from "./cloud.ts";
import { TemplateError } from "./template-error.ts";

/** How the service invokes a function: date of Lambda's API and last part of the path. */
const INVOCATIONS = {
  BUFFERED: { version: "2015-03-31", action: "invocations" },
  STREAM: { version: "2021-11-15", action: "response-streaming-invocations" },
};

/**
 * ARN of the function that an integration or an authorizer of API Gateway calls.
 * @throws `TemplateError` when the URI is not that of such an invocation, or the function is not in the template
 */
export function invokedFunction(
  uri: string,
  mode: keyof typeof INVOCATIONS,
  { region }: Place,
  functions: Cloud["functions"],
): string {
  const { version, action } = INVOCATIONS[mode];
  const [before, after] = [`arn:aws:apigateway:${region}:lambda:path/${version}/functions/`, `/${action}`];
  if (!uri.startsWith(before) || !uri.endsWith(after)) {
    throw new TemplateError(`the Uri "${uri}" must be ${before}<function ARN>${after}`);
  }
  const arn = uri.slice(before.length, -after.length);
  if (!functions.has(arn)) throw new TemplateError(`the function ${arn} is not in the template`);
  return arn;
}

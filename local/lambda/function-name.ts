import type { Call, Place } from "../service.ts";

/** A function as an API call names it. */
export interface FunctionName {
  readonly name: string;
  /** Version or alias, when one is asked for. */
  readonly qualifier?: string;
}

/** Name, `account:function:name` or whole ARN, each with an optional `:qualifier` at the end. */
const FUNCTION_NAME =
  /^(?:arn:aws:lambda:[a-z0-9-]+:)?(?:\d{12}:function:)?([a-zA-Z0-9-_]+)(?::([a-zA-Z0-9$_-]+))?$/;

/** Takes apart what stands for a function in a request; undefined when it can be no function's name. */
export function parseFunctionName(text: string): FunctionName | undefined {
  const [, name, qualifier] = FUNCTION_NAME.exec(text) ?? [];
  if (name === undefined) return undefined;
  return qualifier === undefined ? { name } : { name, qualifier };
}

/** The ARN without a qualifier: the resource of `lambda:InvokeFunction`. */
export function functionArn(place: Place, name: string): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
}

/** The name of a request's path, with the version or alias that its query asks for. */
export function qualifiedName({ query }: Call, name: string): string {
  const qualifier = new URLSearchParams(query).get("Qualifier");
  return qualifier === null ? name : `${name}:${qualifier}`;
}

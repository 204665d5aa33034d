/** What a Task calls, read from its `Resource`. */
export type TaskResource =
  | { readonly kind: "function"; readonly functionArn: string }
  | {
      readonly kind: "service";
      /** As in history events: `lambda`, `sqs`, `aws-sdk:s3` … */
      readonly resourceType: string;
      /** As in history events: the action with its suffix, `sendMessage.waitForTaskToken`. */
      readonly resource: string;
      /** The action without its suffix. */
      readonly action: string;
      readonly waitForToken: boolean;
    };

const FUNCTION_ARN = /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9_-]+(:[a-zA-Z0-9$_-]+)?$/;
const SERVICE_ARN =
  /^arn:[a-z0-9-]+:states:::(aws-sdk:[a-z0-9]+|[a-z-]+):([a-zA-Z0-9]+)(\.[a-zA-Z]+)?(:\d+)?$/;

const WAIT = ".waitForTaskToken";

/** Undefined when the text has the form of no resource that a machine may call here. */
export function parseTaskResource(arn: string): TaskResource | undefined {
  if (FUNCTION_ARN.test(arn)) return { kind: "function", functionArn: arn };
  const [, resourceType, action, suffix = "", version = ""] = SERVICE_ARN.exec(arn) ?? [];
  if (resourceType === undefined || action === undefined) return undefined;
  const waitForToken = suffix === WAIT;
  if ((suffix !== "" && !waitForToken) || version !== "") return undefined;
  return { kind: "service", resourceType, resource: action + suffix, action, waitForToken };
}

import { type FunctionHost, type JsonService, ServiceError } from "../service.ts";
import type { Target } from "./rule.ts";

/** The stand-ins that targets live in. */
export interface TargetServices {
  readonly sqs: JsonService;
  readonly functions: FunctionHost;
  readonly stepFunctions: () => JsonService;
}

/** The function took the event and failed on it. */
export class FunctionFailed extends Error {
  override readonly name = "FunctionFailed";
}

/**
 * Gives `payload` to the target.
 * @throws the error of the target's service, AccessDenied, or FunctionFailed
 */
export async function send(services: TargetServices, target: Target, payload: string): Promise<void> {
  const { arn, caller } = target;
  if (target.service === "sqs") {
    await services.sqs.execute("SendMessage", { QueueUrl: queueUrl(arn), MessageBody: payload }, caller);
  } else if (target.service === "states") {
    await services
      .stepFunctions()
      .execute("StartExecution", { stateMachineArn: arn, input: payload }, caller);
  } else {
    caller.authorize("lambda:InvokeFunction", arn);
    const { functionError, payload: answer } = await services.functions.invoke(arn, payload);
    if (functionError !== undefined) throw new FunctionFailed(answer);
  }
}

/** The queue stand-in accepts any host in a queue URL, and this one is never connected to. */
export function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(":");
  if (account === undefined || name === undefined) {
    throw new ServiceError("InvalidAddress", `${arn} is not the ARN of a queue.`, 404);
  }
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

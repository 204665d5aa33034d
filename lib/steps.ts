import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import type { ReelbaseFunction } from "./function.ts";
import type { Lane } from "./lane.ts";
import { FUNCTION_DIED, LAMBDA_BUSY, LANE_UNREACHABLE } from "./retries.ts";

/** The token by which a worker answers a waiting state. */
export const TASK_TOKEN = "{% $states.context.Task.Token %}";

/** The state's time beyond the function's: the function says why it failed, the state could only say that it did. */
const MARGIN_SEC = 30;

/**
 * The longest wait for an answer from a lane. A whole night of a full lane; there is no heartbeat, because nobody
 * beats while the work waits in the queue.
 */
export const LANE_WAIT = Duration.hours(12);

export interface FunctionStepProps {
  readonly fn: ReelbaseFunction;
  /** What the handler gets; strings in `{% %}` are JSONata. */
  readonly payload: Readonly<Record<string, unknown>> | string;
  /** What the state hands on. @default the handler's answer */
  readonly outputs?: unknown;
}

/** A state that calls a function and hands on its answer. */
export function functionStep(scope: Construct, id: string, { fn, payload, outputs }: FunctionStepProps) {
  const step = tasks.LambdaInvoke.jsonata(scope, id, {
    lambdaFunction: fn,
    payload:
      typeof payload === "string" ? sfn.TaskInput.fromText(payload) : sfn.TaskInput.fromObject(payload),
    outputs: outputs ?? "{% $states.result.Payload %}",
    taskTimeout: sfn.Timeout.duration(Duration.seconds(fn.timeoutSec + MARGIN_SEC)),
    // The CDK's own retry would come before ours.
    retryOnServiceExceptions: false,
  });
  step.addRetry(LAMBDA_BUSY);
  step.addRetry(FUNCTION_DIED);
  return step;
}

export interface TokenStepProps {
  readonly fn: ReelbaseFunction;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How long to wait for the answer. */
  readonly wait: Duration;
}

/** A state that calls a function and then waits until somebody answers its token. */
export function tokenStep(scope: Construct, id: string, { fn, payload, wait }: TokenStepProps) {
  const step = tasks.LambdaInvoke.jsonata(scope, id, {
    lambdaFunction: fn,
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: sfn.TaskInput.fromObject({ taskToken: TASK_TOKEN, ...payload }),
    taskTimeout: sfn.Timeout.duration(wait),
    retryOnServiceExceptions: false,
  });
  step.addRetry(LAMBDA_BUSY);
  step.addRetry(FUNCTION_DIED);
  return step;
}

/** A state that puts one part on a lane and waits for the worker's answer. The state's input is the part. */
export function laneStep(
  scope: Construct,
  id: string,
  lane: Lane,
  assign: Readonly<Record<string, unknown>> = {},
) {
  const step = tasks.SqsSendMessage.jsonata(scope, id, {
    queue: lane.queue,
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    messageBody: sfn.TaskInput.fromObject({
      taskToken: TASK_TOKEN,
      run: "{% $run %}",
      part: "{% $states.input %}",
    }),
    taskTimeout: sfn.Timeout.duration(LANE_WAIT),
    ...(Object.keys(assign).length > 0 ? { assign: { ...assign } } : {}),
  });
  step.addRetry(LANE_UNREACHABLE);
  return step;
}

import { Duration } from "aws-cdk-lib";
import { type CatchProps, type IChainable, JitterType, type RetryProps } from "aws-cdk-lib/aws-stepfunctions";

/** Name of the errors that our handlers throw when doing the same again may help. */
const TEMPORARY = "TemporaryError";

/** Longest waits 2 + 4 + 8 + 16 + 32 + 60 s = 122 s; with full jitter half of that on average. */
const TWO_MINUTES: RetryProps = {
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(60),
  jitterStrategy: JitterType.FULL,
};

/** The Lambda service was busy, or a handler met a temporary fault. */
export const LAMBDA_BUSY: RetryProps = {
  errors: [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    TEMPORARY,
  ],
  ...TWO_MINUTES,
};

/**
 * The function was cut off or died. Each attempt may last as long as the function's timeout, and what always times
 * out must fail soon: longest waits 5 + 10 s.
 */
export const FUNCTION_DIED: RetryProps = {
  errors: ["Sandbox.Timedout", "Lambda.Unknown"],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxAttempts: 2,
  maxDelay: Duration.seconds(10),
  jitterStrategy: JitterType.FULL,
};

/**
 * The message did not get onto the lane. Only errors of the sending itself: what the worker answers is final, since
 * it has done all the repeating that is worth paying for.
 */
export const LANE_UNREACHABLE: RetryProps = {
  errors: ["SQS.AmazonSQSException", "SQS.SdkClientException"],
  ...TWO_MINUTES,
};

/**
 * The event bus did not take the event. The run is closed already and nothing is paid for, so any failure may be
 * repeated.
 */
export const BUS_UNREACHABLE: RetryProps = {
  errors: ["States.TaskFailed", "States.Timeout"],
  ...TWO_MINUTES,
};

/** Errors that `States.ALL` does not match, although a run must not end without a record because of them. */
const NOT_IN_ALL = "States.DataLimitExceeded";

interface Catching {
  addCatch(handler: IChainable, props?: CatchProps): unknown;
}

/** Whatever goes wrong in a state leads to `handler`, which gets `{ Error, Cause }` as its input. */
export function catchAll<Caught extends Catching>(state: Caught, handler: IChainable): Caught {
  // `States.ALL` must stand alone and last.
  state.addCatch(handler, { errors: [NOT_IN_ALL] });
  state.addCatch(handler, { errors: ["States.ALL"] });
  return state;
}

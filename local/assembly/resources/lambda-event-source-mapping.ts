import * as z from "zod";
import { flag, integer } from "../property.ts";
import { defineResource } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

/** What the service takes for a queue when the template says nothing. */
const DEFAULT_BATCH_SIZE = 10;

export const lambdaEventSourceMapping = defineResource({
  type: "AWS::Lambda::EventSourceMapping",
  attributes: { Id: ({ name }) => name },
  properties: {
    EventSourceArn: z.string().regex(/^arn:aws:sqs:/, "only queues are supported as event sources"),
    FunctionName: z.string(),
    Enabled: flag.default(true),
    BatchSize: integer.default(DEFAULT_BATCH_SIZE),
    MaximumBatchingWindowInSeconds: integer.default(0),
    ScalingConfig: z.strictObject({ MaximumConcurrency: integer.optional() }).optional(),
    FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  },
  noLocalEffect: { MetricsConfig: "there are no metrics" },
  create: ({ properties, place }, cloud) => {
    const { EventSourceArn, FunctionName, ScalingConfig } = properties;
    const name = FunctionName.slice(FunctionName.lastIndexOf(":") + 1);
    const functionArn = `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
    const queue = cloud.queues.get(EventSourceArn);
    const fn = cloud.functions.get(functionArn);
    if (queue === undefined || fn === undefined) {
      const missing = queue === undefined ? EventSourceArn : functionArn;
      throw new TemplateError(`${missing} is not in the template`);
    }
    checkVisibility(queue.visibilityTimeoutSec, fn.timeoutSec, (message) =>
      cloud.warn(`${name}: ${message}`),
    );
    if (!properties.Enabled) return;
    cloud.startMapping({
      queueArn: EventSourceArn,
      functionArn,
      batchSize: properties.BatchSize,
      batchingWindowSec: properties.MaximumBatchingWindowInSeconds,
      ...(ScalingConfig?.MaximumConcurrency === undefined
        ? {}
        : { maximumConcurrency: ScalingConfig.MaximumConcurrency }),
      reportBatchItemFailures: properties.FunctionResponseTypes.length > 0,
      caller: fn.caller,
    });
  },
});

/** AWS's advice: room for throttled batches to be tried again before the messages become visible. */
const ADVISED_FACTOR = 6;

function checkVisibility(visibilitySec: number, timeoutSec: number, warn: (message: string) => void): void {
  if (visibilitySec < timeoutSec) {
    throw new TemplateError(
      `Queue visibility timeout: ${visibilitySec} seconds is less than Function timeout: ${timeoutSec} seconds`,
    );
  }
  if (visibilitySec < ADVISED_FACTOR * timeoutSec) {
    warn(
      `the visibility timeout of its queue (${visibilitySec} s) is below ${ADVISED_FACTOR} times its timeout (${timeoutSec} s)`,
    );
  }
}

import * as z from "zod";
import { integer, noLocalEffect } from "../property.ts";
import { defineResource } from "../resource-type.ts";

/** Tries after the first one that an asynchronous invocation has, in the service and locally. */
const RETRY_ATTEMPTS = 2;

export const lambdaEventInvokeConfig = defineResource({
  type: "AWS::Lambda::EventInvokeConfig",
  properties: {
    FunctionName: z.string(),
    Qualifier: z.literal("$LATEST"),
    MaximumRetryAttempts: integer
      .refine((attempts) => attempts === RETRY_ATTEMPTS, `only ${RETRY_ATTEMPTS} attempts`)
      .optional(),
    MaximumEventAgeInSeconds: noLocalEffect("a local event is gone after two more tries at the latest"),
  },
});

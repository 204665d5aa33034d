/// <reference types="aws-lambda" />
import { lambdaLog } from "../adapters/logger.ts";
import { queryApp } from "./app.ts";
import { apiGroups } from "./groups.ts";
import { serve } from "./serve.ts";

/** `awslambda` is a global of Lambda's Node.js runtime. */
export const handler = awslambda.streamifyResponse(
  serve({
    app: queryApp(apiGroups()),
    log: lambdaLog(),
    begin: (stream, head) => awslambda.HttpResponseStream.from(stream, { ...head }),
  }),
);

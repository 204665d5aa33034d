import type { MiddlewareHandler } from "hono";
import { ApiError, type ApiErrorCode } from "../../contracts/api/error.ts";
import type { ApiEnv } from "../http/api.ts";

/** When asking again may help, seconds: a quota counts by the minute, an answer takes about half of one. */
const RETRY_AFTER_SEC: Partial<Record<ApiErrorCode, number>> = {
  too_many_requests: 10,
  answer_in_progress: 10,
};

/** Tells the caller when to try again. */
export const retryAfter: MiddlewareHandler<ApiEnv> = async (context, next) => {
  await next();
  const seconds = context.error instanceof ApiError ? RETRY_AFTER_SEC[context.error.code] : undefined;
  if (seconds !== undefined) context.res.headers.set("retry-after", String(seconds));
};

import type { Clock } from "../clock.ts";
import { throttled } from "./errors.ts";
import { MODELS, type Model, type QuotaGroup } from "./models.ts";

export interface QuotaOptions {
  /** Requests per minute and model group; defaults are the documented ones (60, 100, 500). */
  readonly requestsPerMinute?: Partial<Record<QuotaGroup, number>>;
  /** Async invocations in progress at a time; no limit by default, because none is documented. */
  readonly concurrentAsync?: number;
}

export interface Quotas {
  /** Counts one request. @throws ServiceError ThrottlingException when the minute's share is used up */
  take(model: Model): void;
  readonly concurrentAsync: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets: a minute's requests may come at once, and flow back evenly over a minute of the clock. */
export function createQuotas(clock: Clock, options: QuotaOptions = {}): Quotas {
  const buckets = new Map<QuotaGroup, Bucket>();
  const rate = (group: QuotaGroup) =>
    options.requestsPerMinute?.[group] ??
    MODELS.find(({ quotaGroup }) => quotaGroup === group)?.requestsPerMinute ??
    0;
  return {
    concurrentAsync: options.concurrentAsync ?? Number.POSITIVE_INFINITY,
    take({ quotaGroup }) {
      const perMinute = rate(quotaGroup);
      const now = clock.now();
      const bucket = buckets.get(quotaGroup) ?? { tokens: perMinute, at: now };
      const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000);
      buckets.set(quotaGroup, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
      if (tokens < 1) throw throttled();
    },
  };
}

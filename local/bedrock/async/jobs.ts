import type { Caller } from "../../service.ts";
import type { Change, Records } from "../../store.ts";
import type { Context } from "../context.ts";
import type { Job, TokenUse } from "./job.ts";
import { runJob } from "./run-job.ts";

/** The async invocations of this account, and the work on those in progress. */
export interface Jobs {
  readonly records: Records<Job>;
  readonly tokens: Records<TokenUse>;
  inProgress(): number;
  /** Stores a new job, with what must be stored along with it, and begins to work on it. */
  begin(job: Job, caller: Caller, also: readonly Change[]): Promise<void>;
  /** Goes on with what an earlier process left in progress. */
  resume(): Promise<void>;
  /** Stops working; what is in progress stays so in the store. */
  close(): Promise<void>;
}

/** @param callers finds the rights of a caller by name, for jobs that an earlier process began */
export function createJobs(context: Context, callers: (name: string) => Caller): Jobs {
  const records = context.store.records<Job>("bedrock-invocations");
  const tokens = context.store.records<TokenUse>("bedrock-tokens");
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const run = (job: Job, caller: Caller) => {
    const work = runJob(job, caller, context, records, stopping.signal)
      .catch((error: unknown) => console.error(`stand-in failed at ${job.arn}:`, error))
      .finally(() => running.delete(job.arn));
    running.set(job.arn, work);
  };
  return {
    records,
    tokens,
    inProgress: () => running.size,
    async begin(job, caller, also) {
      await context.store.write([records.change(job.id, job), ...also]);
      run(job, caller);
    },
    async resume() {
      for await (const [, job] of records.entries()) {
        if (job.status === "InProgress" && !running.has(job.arn)) run(job, callers(job.caller));
      }
    },
    async close() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

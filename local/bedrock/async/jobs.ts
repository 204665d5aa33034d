import { reportFault } from "../../fault.ts";
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
  /** Resolves when nobody works on them any more, because they ended or the stand-in closes. */
  settled(): Promise<void>;
}

/** @param callers finds the rights of a caller by name, for jobs that an earlier process began */
export function createJobs(context: Context, callers: (name: string) => Caller): Jobs {
  const records = context.store.records<Job>("bedrock-invocations");
  const tokens = context.store.records<TokenUse>("bedrock-tokens");
  const running = new Map<string, Promise<void>>();
  const run = (job: Job, caller: Caller) => {
    const work = runJob(job, caller, context, records)
      .catch((error: unknown) => reportFault(`stand-in failed at ${job.arn}`, error))
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
    async settled() {
      await Promise.all(running.values());
    },
  };
}

import type { RunItem } from "../items.ts";

/** One processing of one version of a video's object, in the API's words. Times are ISO 8601 in UTC. */
export function runAnswer(run: RunItem) {
  const { runId, status, reason, generation, versionId, steps, calls, createdAt, updatedAt } = run;
  return {
    _id: runId,
    status,
    reason,
    generation,
    version_id: versionId,
    steps: Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        name,
        { status: step.status, started_at: step.startedAt ?? null, ended_at: step.endedAt ?? null },
      ]),
    ),
    /** Billed calls that this run made. */
    bedrock_calls: { invoke_model: calls.invokeModel, start_async_invoke: calls.startAsyncInvoke },
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

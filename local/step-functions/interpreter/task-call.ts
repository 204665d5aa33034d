import type { TaskState } from "../definition/machine.ts";
import type { Json } from "../json.ts";
import { StateFailure } from "./failure.ts";
import type { Visit } from "./run.ts";
import type { Scheduled } from "./scheduled.ts";
import { childSignal, interruptible, sleepUntil } from "./signals.ts";

/**
 * Makes the call and gives its answer.
 * An attempt that a killed host left open is made again with its full time: the call itself was lost.
 * @throws StateFailure `States.Timeout` when it takes too long; the call itself is not undone
 */
export async function callWithin(
  visit: Visit<TaskState>,
  { parameters, ...limits }: Scheduled,
): Promise<Json> {
  const { run, signal } = visit.scope;
  // Nobody sends heartbeats for such a call, so a heartbeat limit ends it as well.
  const seconds = [limits.timeoutSec, limits.heartbeatSec].filter((each) => each !== undefined);
  const call = run.tasks.call(visit.state.resource, parameters, run.caller);
  if (seconds.length === 0) return interruptible(call, signal);
  const timer = childSignal(signal);
  const timeout = sleepUntil(run.clock, run.clock.now() + Math.min(...seconds) * 1000, timer.signal).then(
    () => {
      throw timedOut();
    },
  );
  timeout.catch(() => {});
  try {
    return await interruptible(Promise.race([call, timeout]), signal);
  } finally {
    timer.abort("execution");
    timer.release();
  }
}

/**
 * The service reports a missed heartbeat as `States.Timeout` too; its guide says `States.HeartbeatTimeout`, so a
 * retrier or catcher with either name takes it.
 */
export function timedOut(missedHeartbeat = false): StateFailure {
  return new StateFailure("States.Timeout", undefined, missedHeartbeat ? ["States.HeartbeatTimeout"] : []);
}

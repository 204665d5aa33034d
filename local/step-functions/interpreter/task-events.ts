import type { TaskState } from "../definition/machine.ts";
import type { Json, JsonObject } from "../json.ts";
import { defined, emit, NOT_TRUNCATED } from "./events.ts";
import { StateFailure } from "./failure.ts";
import type { Visit } from "./run.ts";
import type { Scheduled } from "./scheduled.ts";

/** Writes the events of one attempt, each at most once. */
export interface TaskEvents {
  /** What the texts on oversized results name. */
  readonly subject: string;
  scheduled(scheduled: Scheduled): Promise<void>;
  started(): Promise<void>;
  /** @param output JSON text of what the call gave that carried the token */
  submitted(output: string): Promise<void>;
  succeeded(output: string): Promise<void>;
  failed(failure: StateFailure): Promise<void>;
  timedOut(failure: StateFailure): Promise<void>;
}

/** Tasks whose resource is a function have a family of events of their own. */
export function taskEvents(visit: Visit<TaskState>, place: string): TaskEvents {
  const { resource } = visit.state;
  const { region } = visit.scope.run;
  const write = async (step: string, type: string, details: JsonObject | undefined, note?: Json) => {
    const family = resource.kind === "function" ? "LambdaFunction" : "Task";
    const name = `${family.charAt(0).toLowerCase()}${family.slice(1)}${type}EventDetails`;
    await emit(visit.scope, family + type, details === undefined ? undefined : [name, details], {
      key: `${place}:${step}`,
      durable: step !== "scheduled",
      ...(note === undefined ? {} : { note }),
    });
  };
  const named: JsonObject =
    resource.kind === "function" ? {} : { resource: resource.resource, resourceType: resource.resourceType };
  const failure = ({ error, failureCause }: StateFailure) =>
    defined({ cause: failureCause, error, ...named });
  return {
    subject: resource.kind === "function" ? resource.functionArn : resource.resourceType,
    scheduled: (scheduled) => {
      const limits = { timeoutInSeconds: scheduled.timeoutSec, heartbeatInSeconds: scheduled.heartbeatSec };
      const text = JSON.stringify(scheduled.parameters);
      const details =
        resource.kind === "function"
          ? defined({
              input: text,
              inputDetails: NOT_TRUNCATED,
              resource: resource.functionArn,
              timeoutInSeconds: limits.timeoutInSeconds,
            })
          : defined({ parameters: text, region, ...named, ...limits });
      return write("scheduled", "Scheduled", details, defined({ ...scheduled }));
    },
    started: () => write("started", "Started", resource.kind === "function" ? undefined : named),
    submitted: (output) =>
      write("submitted", "Submitted", { output, outputDetails: NOT_TRUNCATED, ...named }),
    succeeded: (output) => write("outcome", "Succeeded", { output, outputDetails: NOT_TRUNCATED, ...named }),
    failed: (failed) => write("outcome", "Failed", failure(failed)),
    timedOut: (failed) => write("outcome", "TimedOut", failure(failed), [...failed.aliases]),
  };
}

/** The result or failure of an attempt that ended in an earlier process: the call is not made again. */
export function recallOutcome({ scope }: Visit<TaskState>, place: string): (() => Json) | undefined {
  const entry = scope.run.journal.recall(`${place}:outcome`);
  if (entry?.event?.details === undefined) return undefined;
  const { event, note } = entry;
  scope.previousEventId = event.id;
  const { output, error, cause } = entry.event.details[1] as {
    output?: string;
    error?: string;
    cause?: string;
  };
  return () => {
    if (output !== undefined) return JSON.parse(output);
    throw new StateFailure(error, cause, (note as string[] | undefined) ?? []);
  };
}

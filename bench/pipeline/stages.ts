import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";
import type { ClipRun } from "./run-clip.ts";

/** A stretch of a run, milliseconds since the beginning of the upload. */
export interface Stage {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Where the time of a run went: the upload, the way of its event to the execution, each state of the execution, and
 * what came after. States of the two branches lie side by side.
 */
export async function stagesOf(executions: SFNClient, clip: ClipRun): Promise<Stage[]> {
  const { startedMs, uploadedMs, readyMs, run } = clip;
  const events = await historyOf(executions, run.executionArn ?? "");
  const first = timeOf(events[0]);
  const last = timeOf(events.at(-1));
  const stage = (name: string, from: number, to: number): Stage => ({
    name,
    fromMs: from - startedMs,
    toMs: to - startedMs,
  });
  return [
    stage("upload", startedMs, uploadedMs),
    stage("event to execution", uploadedMs, first),
    ...statesIn(events).map(({ name, from, to }) => stage(name, from, to)),
    stage("execution", first, last),
    stage("whole", startedMs, readyMs),
  ];
}

async function historyOf(executions: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const all: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await executions.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
    );
    all.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}

/** By the order in which they were entered. One clip passes each state once. */
function statesIn(events: readonly HistoryEvent[]) {
  return events.flatMap((event) => {
    const name = event.stateEnteredEventDetails?.name;
    if (name === undefined) return [];
    const exit = events.find(({ stateExitedEventDetails }) => stateExitedEventDetails?.name === name);
    return [{ name, from: timeOf(event), to: timeOf(exit ?? event) }];
  });
}

const timeOf = (event: HistoryEvent | undefined) => event?.timestamp?.getTime() ?? Number.NaN;

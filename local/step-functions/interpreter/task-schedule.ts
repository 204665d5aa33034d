import type { TaskState } from "../definition/machine.ts";
import { evaluateTyped, type Template } from "../expressions/template.ts";
import type { Json } from "../json.ts";
import { bindingsOf, evaluating, limited } from "./evaluate.ts";
import type { Visit } from "./run.ts";
import type { Scheduled } from "./scheduled.ts";
import type { TaskEvents } from "./task-events.ts";

/** Evaluates the fields of a Task, opens its token and writes the Scheduled and Started events. */
export async function schedule(
  visit: Visit<TaskState>,
  place: string,
  events: TaskEvents,
): Promise<Scheduled> {
  const { run } = visit.scope;
  const past = run.journal.recall(`${place}:scheduled`)?.note as Scheduled | undefined;
  const scheduled = past ?? (await evaluate(visit));
  await events.scheduled(scheduled);
  await events.started();
  return scheduled;
}

async function evaluate(visit: Visit<TaskState>): Promise<Scheduled> {
  const { scope, state } = visit;
  const { run } = scope;
  const waits = state.resource.kind === "service" && state.resource.waitForToken;
  const token = waits ? await run.tokens.open() : undefined;
  try {
    return await evaluating(visit, async () => {
      const bindings = bindingsOf(visit, token === undefined ? {} : { token });
      const seconds = (template: Template | undefined) =>
        template === undefined
          ? undefined
          : evaluateTyped(template, bindings, "positive integer", isPositive);
      return {
        parameters: limited(visit, await state.arguments.evaluate(bindings)),
        token,
        timeoutSec: await seconds(state.timeoutSec),
        heartbeatSec: await seconds(state.heartbeatSec),
        scheduledMs: run.clock.now(),
      };
    });
  } catch (error) {
    if (token !== undefined) await run.tokens.close(token);
    throw error;
  }
}

function isPositive(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

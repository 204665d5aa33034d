import type { Caller } from "../service.ts";
import { Executions } from "../step-functions/executions/executions.ts";
import { Definitions } from "../step-functions/executions/machines.ts";
import { Tokens } from "../step-functions/executions/tokens.ts";
import {
  type HistoryEvent,
  journalPrefix,
  journalRecords,
  range,
} from "../step-functions/interpreter/journal.ts";
import type { Json } from "../step-functions/json.ts";
import { memoryStore } from "./memory-store.ts";
import { RecordedTasks } from "./recorded-tasks.ts";
import type { Recording } from "./recordings.ts";
import { VirtualClock } from "./virtual-clock.ts";

const place = { account: "111111111111", region: "us-east-1" };
const caller: Caller = { name: "arn:aws:iam::111111111111:role/recorded", authorize: () => {} };

/** Longest time of the wall that one replay may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Turns of the event loop without an event or a sleeper after which nothing more will happen. */
const STUCK_TURNS = 300;

/**
 * Runs a definition on the interpreter, with the answers of the recording, on a clock that waits for nothing.
 * @throws DefinitionError when the interpreter refuses the definition
 */
export async function replay(definition: string, input: Json, recording: Recording): Promise<HistoryEvent[]> {
  const store = memoryStore();
  const clock = new VirtualClock(recording.recordedMs);
  const tokens = new Tokens(store, clock);
  const definitions = new Definitions(store, { clock, random: () => 0.5 }, () => undefined);
  const { hash } = definitions.compile(definition);
  const name = "recorded";
  const machine = {
    arn: `arn:aws:states:${place.region}:${place.account}:stateMachine:${name}`,
    name,
    definition,
    definitionHash: hash,
    caller,
    createdMs: clock.now(),
  };
  const executions = new Executions({
    store,
    clock,
    place,
    random: () => 0.5,
    tasks: new RecordedTasks(recording.events, tokens),
    tokens,
    definitions,
    machineOf: () => machine,
  });
  const arn = `arn:aws:states:${place.region}:${place.account}:execution:${name}:replay`;
  const aborted = recording.events.find(({ type }) => type === "ExecutionAborted");
  const read = async () => {
    const events: HistoryEvent[] = [];
    for await (const [, { event }] of journalRecords(store).entries(range(journalPrefix(arn)))) {
      if (event !== undefined) events.push(event);
    }
    return events;
  };
  let execution = await executions.start(machine, arn, "replay", JSON.stringify(input));
  const giveUpMs = Date.now() + PATIENCE_MS;
  let [known, still] = [0, 0];
  // A call that the recording never answers, without a limit of its own, keeps the execution open for ever.
  while (execution.status === "RUNNING" && Date.now() < giveUpMs && still < STUCK_TURNS) {
    const made = (await read()).length;
    still = made === known && clock.idle ? still + 1 : 0;
    known = made;
    if (aborted !== undefined && made >= recording.events.length - 1) {
      await executions.abort(execution, text(aborted.details["error"]), text(aborted.details["cause"]));
    }
    await new Promise((resolve) => setImmediate(resolve));
    execution = (await executions.find(arn)) ?? execution;
  }
  await executions.close();
  return read();
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

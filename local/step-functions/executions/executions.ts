import type { Clock } from "../../clock.ts";
import { reportFault } from "../../fault.ts";
import type { Place } from "../../service.ts";
import type { Change, Records, Store } from "../../store.ts";
import { NOT_TRUNCATED } from "../interpreter/events.ts";
import type { Interruption } from "../interpreter/failure.ts";
import { Journal } from "../interpreter/journal.ts";
import { runMachine } from "../interpreter/machine.ts";
import type { Scope, TaskPort } from "../interpreter/run.ts";
import { newController, sleepUntil } from "../interpreter/signals.ts";
import type { JsonObject } from "../json.ts";
import { contextOf } from "./context.ts";
import { type End, endEvent, failed, succeeded } from "./end.ts";
import type { Execution } from "./execution.ts";
import type { Definitions, StateMachine } from "./machines.ts";
import type { Tokens } from "./tokens.ts";

interface Live {
  readonly journal: Journal;
  readonly stop: (reason: Interruption) => void;
  /** Set once, by whoever ends it first. */
  ended: boolean;
}

export interface ExecutionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly random: () => number;
  readonly tasks: TaskPort;
  readonly tokens: Tokens;
  readonly definitions: Definitions;
  readonly machineOf: (arn: string) => StateMachine | undefined;
}

/** Starts, runs, ends and keeps executions. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #records: Records<Execution>;
  readonly #byStart: Records<string>;
  readonly #open: Records<true>;
  readonly #live = new Map<string, Live>();
  /** ARNs whose execution is being written: two starts at once must not both find the name free. */
  readonly #starting = new Map<string, Promise<Execution>>();
  /** ARNs whose redrive is being written: two at once must not both run the execution. */
  readonly #redriving = new Set<string>();

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    this.#records = options.store.records<Execution>("step-functions-executions");
    this.#byStart = options.store.records<string>("step-functions-by-start");
    this.#open = options.store.records<true>("step-functions-open");
  }

  async find(arn: string): Promise<Execution | undefined> {
    return (await this.#starting.get(arn)) ?? (await this.#records.get(arn));
  }

  /** Newest first. Keys order by machine and start. */
  async *list(machineName: string, before?: string): AsyncIterable<[string, Execution]> {
    const range = { gte: `${machineName}/`, lt: before ?? `${machineName}0`, reverse: true };
    for await (const [key, arn] of this.#byStart.entries(range)) {
      const execution = await this.#records.get(arn);
      if (execution !== undefined) yield [key, execution];
    }
  }

  /** The execution of this name, or a new one that is written and set going. */
  async start(machine: StateMachine, arn: string, name: string, input: string): Promise<Execution> {
    const pending = this.#starting.get(arn);
    if (pending !== undefined) return pending;
    const started = this.#records.get(arn).then((found) => found ?? this.#start(machine, arn, name, input));
    this.#starting.set(arn, started);
    try {
      return await started;
    } finally {
      this.#starting.delete(arn);
    }
  }

  async #start(machine: StateMachine, arn: string, name: string, input: string): Promise<Execution> {
    const { clock, definitions } = this.#options;
    await definitions.keep(machine.definitionHash, machine.definition);
    const startMs = Math.floor(clock.now());
    const execution: Execution = {
      arn,
      machineArn: machine.arn,
      machineName: machine.name,
      name,
      input,
      startMs,
      definitionHash: machine.definitionHash,
      status: "RUNNING",
      redriveCount: 0,
    };
    const journal = this.#journal(arn);
    const details: JsonObject = { input, inputDetails: NOT_TRUNCATED, roleArn: machine.caller.name };
    await journal.event(
      { type: "ExecutionStarted", previousEventId: 0, details: ["executionStartedEventDetails", details] },
      {
        durable: true,
        changes: [
          this.#records.change(arn, execution),
          this.#byStart.change(startKey(execution), arn),
          this.#open.change(arn, true),
        ],
      },
    );
    await this.#run(execution, machine, journal);
    return execution;
  }

  /** Continues what an earlier process left open. */
  async resume(): Promise<void> {
    const open: string[] = [];
    for await (const [arn] of this.#open.entries()) if (!this.#live.has(arn)) open.push(arn);
    for (const arn of open) {
      const execution = await this.#records.get(arn);
      if (execution !== undefined) await this.#continue(execution);
    }
  }

  /** Makes what failed of a closed execution run again; undefined when another redrive was faster. */
  async redrive({ arn }: Execution): Promise<Execution | undefined> {
    if (this.#redriving.has(arn)) return undefined;
    this.#redriving.add(arn);
    try {
      const execution = await this.#records.get(arn);
      return execution === undefined || execution.status === "RUNNING"
        ? undefined
        : await this.#redrive(execution);
    } finally {
      this.#redriving.delete(arn);
    }
  }

  async #redrive(execution: Execution): Promise<Execution> {
    const { stopMs: _stop, output: _output, error: _error, cause: _cause, ...kept } = execution;
    const redriveMs = Math.floor(this.#options.clock.now());
    const again: Execution = {
      ...kept,
      status: "RUNNING",
      redriveCount: execution.redriveCount + 1,
      redriveMs,
    };
    const journal = this.#journal(execution.arn);
    await journal.load();
    const details = { redriveCount: again.redriveCount };
    await journal.event(
      { type: "ExecutionRedriven", previousEventId: 0, details: ["executionRedrivenEventDetails", details] },
      {
        durable: true,
        changes: [this.#records.change(again.arn, again), this.#open.change(again.arn, true)],
      },
    );
    await this.#continue(again);
    return again;
  }

  /** Ends a running execution as ABORTED; gives the execution as it then is. */
  async abort(execution: Execution, error?: string, cause?: string): Promise<Execution> {
    const live = this.#live.get(execution.arn) ?? (await this.#idle(execution.arn));
    // It may have ended by itself since it was read.
    const current = await this.#records.get(execution.arn);
    if (current !== undefined && current.status !== "RUNNING") return current;
    const end = {
      status: "ABORTED" as const,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
    await this.#end(execution, live, end, 0);
    return (await this.#records.get(execution.arn)) ?? execution;
  }

  /** Stops all work without a trace: the next process resumes it. */
  async close(): Promise<void> {
    const journals = [...this.#live.values()].map(({ journal, stop }) => {
      journal.close();
      stop("execution");
      return journal.flush();
    });
    this.#live.clear();
    await Promise.all(journals);
  }

  /** An open execution that this process does not run: it waits for resume, or its machine is gone. */
  async #idle(arn: string): Promise<Live> {
    const journal = this.#journal(arn);
    await journal.load();
    return { journal, stop: () => {}, ended: false };
  }

  #journal(arn: string): Journal {
    return new Journal(this.#options.store, arn, () => this.#options.clock.now());
  }

  async #continue(execution: Execution): Promise<void> {
    const machine = this.#options.machineOf(execution.machineArn);
    if (machine === undefined) {
      console.error(`execution stays open, its state machine is gone: ${execution.arn}`);
      return;
    }
    const journal = this.#journal(execution.arn);
    await journal.load();
    await this.#run(execution, machine, journal);
  }

  async #run(execution: Execution, machine: StateMachine, journal: Journal): Promise<void> {
    const { clock, tasks, tokens, random, place } = this.#options;
    const definition = await this.#options.definitions.find(execution.definitionHash);
    const controller = newController();
    const live: Live = { journal, stop: (reason) => controller.abort(reason), ended: false };
    this.#live.set(execution.arn, live);
    const scope: Scope = {
      run: {
        journal,
        clock,
        random,
        caller: machine.caller,
        region: place.region,
        tasks,
        tokens: tokens.portOf(execution.arn),
        context: contextOf(execution, machine),
        runMachine,
        epoch: execution.redriveCount,
      },
      path: "",
      outer: undefined,
      variables: new Map(),
      signal: controller.signal,
      item: undefined,
      previousEventId: 0,
    };
    if (definition.timeoutSec !== undefined) {
      const deadlineMs = (execution.redriveMs ?? execution.startMs) + definition.timeoutSec * 1000;
      sleepUntil(clock, deadlineMs, controller.signal).then(
        () => this.#end(execution, live, { status: "TIMED_OUT" }, 0),
        () => {},
      );
    }
    // A turn of the event loop first: StartExecution answers before the first state is entered.
    setImmediate(() => {
      runMachine(scope, definition, JSON.parse(execution.input))
        .then(
          (output) => this.#end(execution, live, succeeded(output), scope.previousEventId),
          (error) => this.#end(execution, live, failed(error), scope.previousEventId),
        )
        .catch((error) => reportFault(`execution stopped: ${execution.arn}`, error));
    });
  }

  async #end(execution: Execution, live: Live, end: End, previousEventId: number): Promise<void> {
    if (live.ended || live.journal.closed) return;
    live.ended = true;
    const ended: Execution = {
      ...execution,
      ...end,
      stopMs: Math.floor(this.#options.clock.now()),
      eventCount: live.journal.eventCount + 1,
    };
    const changes: Change[] = [
      this.#records.change(execution.arn, ended),
      this.#open.change(execution.arn, undefined),
      ...this.#options.tokens.drop(execution.arn),
    ];
    const written = live.journal.end({ ...endEvent(end), previousEventId }, changes);
    live.stop("execution");
    await written;
    this.#live.delete(execution.arn);
  }
}

function startKey({ machineName, startMs, name }: Execution): string {
  return `${machineName}/${String(startMs).padStart(15, "0")}/${name}`;
}

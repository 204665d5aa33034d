import type { Change, Records, Store } from "../../store.ts";
import type { Json, JsonObject } from "../json.ts";
import { StateFailure } from "./failure.ts";

/** An event as GetExecutionHistory gives it, with the time in milliseconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestampMs: number;
  readonly type: string;
  /** Name and content of the details, such as `stateEnteredEventDetails`. */
  readonly details?: readonly [string, JsonObject];
}

/** What is written down once and found again when the execution is replayed. */
export interface Entry {
  /** Place in the execution; undefined for what is never looked up. */
  readonly key?: string;
  readonly event?: HistoryEvent;
  /** What the interpreter needs beyond the event. */
  readonly note?: Json;
}

/** Step Functions ends an execution with its 25,000th event, which is the failure itself. */
export const MAX_EVENTS = 25_000;

/** Entries that may wait to be written together. More would keep the event loop from other executions too long. */
const MAX_QUEUE = 64;

/** Options of an entry. */
export interface EventOptions {
  readonly key?: string;
  readonly note?: Json;
  /** Further records that change together with it. */
  readonly changes?: readonly Change[];
  /** Resolve only when the entry is on disk: before a call is made, and after it has ended. */
  readonly durable?: boolean;
}

/**
 * The journal of one execution: its history events and, between them, what the interpreter decided. What a call
 * follows from, and what it gave, is on disk before the next step; the rest is written within a turn of the event
 * loop. So a killed host goes on from the last entry, repeats no call that had ended and computes the rest again.
 */
export class Journal {
  readonly #store: Store;
  readonly #records: Records<Entry>;
  readonly #prefix: string;
  readonly #now: () => number;
  /** Entries of an earlier process. */
  readonly #past = new Map<string, Entry>();
  #entries = 0;
  #events = 0;
  #closed = false;
  #queue: Change[] = [];
  #pending: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(store: Store, executionArn: string, now: () => number) {
    this.#store = store;
    this.#records = journalRecords(store);
    this.#prefix = journalPrefix(executionArn);
    this.#now = now;
  }

  /** Reads what earlier processes wrote. */
  async load(): Promise<void> {
    for await (const [, entry] of this.#records.entries(range(this.#prefix))) {
      this.#entries++;
      if (entry.event !== undefined) this.#events = entry.event.id;
      // The last entry of a key holds.
      if (entry.key !== undefined) this.#past.set(entry.key, entry);
    }
  }

  recall(key: string): Entry | undefined {
    return this.#past.get(key);
  }

  /** Takes no entry from now on: the execution has ended or the host closes. */
  close(): void {
    this.#closed = true;
  }

  /** Events so far. */
  get eventCount(): number {
    return this.#events;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Adds an event unless an earlier process did; gives its id.
   * @throws StateFailure at the limit of events
   */
  async event(
    event: NewEvent,
    { key, note, changes = [], durable = false }: EventOptions = {},
  ): Promise<number> {
    const past = key === undefined ? undefined : this.#past.get(key)?.event;
    if (past !== undefined) return past.id;
    if (this.#closed) return never();
    if (this.#events + 1 >= MAX_EVENTS) throw tooManyEvents();
    const rest = { ...(key === undefined ? {} : { key }), ...(note === undefined ? {} : { note }) };
    const id = this.#append(event, rest, changes);
    const written = this.flush();
    if (durable || this.#queue.length >= MAX_QUEUE) await written;
    return id;
  }

  /** The event that ends the execution; it may be the 25,000th. Closes the journal. */
  async end(event: NewEvent, changes: readonly Change[]): Promise<void> {
    this.#append(event, {}, changes);
    this.close();
    await this.flush();
  }

  async note(key: string, note: Json): Promise<void> {
    if (this.#closed) return never();
    this.#queue.push(this.#change({ key, note }));
    await this.flush();
  }

  /** Writes what waits; resolves when it is on disk. Batches are written one after the other: no gap can be left. */
  flush(): Promise<void> {
    this.#pending ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const batch = this.#queue;
      this.#queue = [];
      this.#pending = undefined;
      const written = this.#written.then(() => this.#store.write(batch));
      this.#written = written;
      return written;
    });
    this.#pending.catch(() => {});
    return this.#pending;
  }

  #append(event: NewEvent, rest: Pick<Entry, "key" | "note">, changes: readonly Change[]): number {
    const id = ++this.#events;
    this.#queue.push(
      this.#change({ ...rest, event: { id, timestampMs: Math.floor(this.#now()), ...event } }),
      ...changes,
    );
    return id;
  }

  #change(entry: Entry): Change {
    return this.#records.change(journalKey(this.#prefix, this.#entries++), entry);
  }
}

type NewEvent = Omit<HistoryEvent, "id" | "timestampMs">;

export function tooManyEvents(): StateFailure {
  return new StateFailure(
    "States.Runtime",
    `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
  );
}

export function journalRecords(store: Store): Records<Entry> {
  return store.records<Entry>("step-functions-journal");
}

export function journalPrefix(executionArn: string): string {
  return `${executionArn}/`;
}

/** Journal order is key order. */
export function journalKey(prefix: string, entry: number): string {
  return prefix + String(entry).padStart(8, "0");
}

/** All entries of one execution. `0` is the character after `/`. */
export function range(prefix: string): { gte: string; lt: string } {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}0` };
}

/** A branch that still runs after the end of its execution stops at its next write, for good. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}

import type { Place } from "../service.ts";
import type { Change, Store } from "../store.ts";
import { createJournal, type Journal } from "./journal.ts";
import type { MessageContent, MessageState } from "./message.ts";
import { type Entry, Queue } from "./queue.ts";
import type { QueueSettings } from "./settings.ts";

interface QueueRecord {
  readonly settings: QueueSettings;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Digits of a message key, so that byte order is order of arrival. */
const KEY_DIGITS = 16;

/**
 * All queues, with their messages in memory and in the store. The memory decides; the store follows it in the same
 * order, and an operation answers only after the store has what it changed.
 */
export class Queues {
  readonly #place: Place;
  readonly #journal: Journal;
  readonly #queues = new Map<string, Queue>();
  readonly #queueRecords;
  readonly #states;
  readonly #contents;
  #lastKey = 0;

  constructor(store: Store, place: Place) {
    this.#place = place;
    this.#journal = createJournal(store);
    this.#queueRecords = store.records<QueueRecord>("sqs-queue");
    this.#states = store.records<MessageState>("sqs-message");
    this.#contents = store.records<MessageContent>("sqs-content");
  }

  /** Reads what an earlier process left. */
  async load(now: number): Promise<void> {
    for await (const [name, { settings, createdAt, updatedAt }] of this.#queueRecords.entries()) {
      this.#queues.set(name, new Queue(name, this.arn(name), settings, createdAt, updatedAt));
    }
    for await (const [key, state] of this.#states.entries()) {
      this.#queues.get(state.queue)?.put(key, { ...state, visibleAt: visibleAfterRestart(state, now) });
      this.#lastKey = Number(key);
    }
  }

  arn(name: string): string {
    return `arn:aws:sqs:${this.#place.region}:${this.#place.account}:${name}`;
  }

  find(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  findByArn(arn: string): Queue | undefined {
    return this.all().find((queue) => queue.arn === arn);
  }

  /** Sorted by name. */
  all(): Queue[] {
    return [...this.#queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Creates the queue, or gives the one that is there the new settings; its messages stay. */
  async save(name: string, settings: QueueSettings, now: number): Promise<Queue> {
    const seconds = Math.floor(now / 1000) * 1000;
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = new Queue(name, this.arn(name), settings, seconds, seconds);
      this.#queues.set(name, queue);
    } else {
      queue.settings = settings;
      queue.updatedAt = seconds;
    }
    const { createdAt, updatedAt } = queue;
    await this.#journal.commit([this.#queueRecords.change(name, { settings, createdAt, updatedAt })]);
    return queue;
  }

  async drop(queue: Queue): Promise<void> {
    this.#queues.delete(queue.name);
    const messages = queue.entries().flatMap(([key]) => this.#forget(queue, key));
    await this.#journal.commit([this.#queueRecords.change(queue.name, undefined), ...messages]);
  }

  /** Adds messages; they are all stored or none. */
  async add(messages: readonly { state: MessageState; content: MessageContent }[]): Promise<void> {
    const changes: Change[] = [];
    const added: Entry[] = [];
    for (const { state, content } of messages) {
      const key = String(++this.#lastKey).padStart(KEY_DIGITS, "0");
      changes.push(this.#contents.change(key, content), this.#states.change(key, state));
      added.push([key, state]);
    }
    // Stored first: a consumer must not work on a message that its sender was told had failed.
    await this.#journal.commit(changes);
    for (const [key, state] of added) this.#queues.get(state.queue)?.put(key, state);
  }

  /** Puts messages in their new state, which may be in another queue. */
  async update(before: Queue, entries: readonly Entry[]): Promise<void> {
    const changes = entries.map(([key, state]) => {
      before.remove(key);
      this.#queues.get(state.queue)?.put(key, state);
      return this.#states.change(key, state);
    });
    if (changes.length > 0) await this.#journal.commit(changes);
  }

  async remove(queue: Queue, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#journal.commit(keys.flatMap((key) => this.#forget(queue, key)));
  }

  async content(key: string): Promise<MessageContent | undefined> {
    return this.#contents.get(key);
  }

  #forget(queue: Queue, key: string): Change[] {
    queue.remove(key);
    return [this.#states.change(key, undefined), this.#contents.change(key, undefined)];
  }
}

/**
 * The functions that had received messages died with the process, so waiting for the rest of their visibility
 * timeout would only delay the work: such messages are visible at once, and the next receive makes old handles
 * void as usual. A time that was chosen (a back-off, a delay) holds, but not for longer than it was meant to last:
 * a clock that ran fast may have left times far in the future.
 */
function visibleAfterRestart(state: MessageState, now: number): number {
  if (state.receipt !== undefined && !state.hiddenByChoice) return Math.min(state.visibleAt, now);
  return Math.min(state.visibleAt, now + state.visibleAt - state.hiddenAt);
}

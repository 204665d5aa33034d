import type { MessageState } from "./message.ts";
import type { QueueSettings } from "./settings.ts";

/** A message under its key in the store. */
export type Entry = readonly [key: string, state: MessageState];

/** What one receive found. */
export interface Selection {
  readonly received: Entry[];
  /** Messages that had their last receive already. */
  readonly exhausted: Entry[];
}

/**
 * One queue in memory. A message that is received or hidden moves to the end, so that what comes back later does
 * not push in front of what has waited longer.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  settings: QueueSettings;
  updatedAt: number;
  /** Milliseconds since 1970; forgotten with the process. */
  purgedAt?: number;
  readonly #messages = new Map<string, MessageState>();
  readonly #waiters = new Set<() => void>();

  constructor(name: string, arn: string, settings: QueueSettings, createdAt: number, updatedAt: number) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
  }

  put(key: string, state: MessageState): void {
    this.#messages.delete(key);
    this.#messages.set(key, state);
    for (const wake of this.#waiters) wake();
  }

  get(key: string): MessageState | undefined {
    return this.#messages.get(key);
  }

  remove(key: string): void {
    this.#messages.delete(key);
  }

  entries(): Entry[] {
    return [...this.#messages];
  }

  /** Takes out the keys of messages that are older than the retention period. */
  expire(now: number): string[] {
    const oldest = now - this.settings.retentionSec * 1000;
    const expired: string[] = [];
    for (const [key, { sentAt }] of this.#messages) if (sentAt <= oldest) expired.push(key);
    for (const key of expired) this.remove(key);
    return expired;
  }

  /** Up to `max` visible messages, apart from those whose receives are used up (`limit`). */
  select(now: number, max: number, limit: number): Selection {
    const received: Entry[] = [];
    const exhausted: Entry[] = [];
    for (const entry of this.#messages) {
      if (received.length === max) break;
      if (entry[1].visibleAt > now) continue;
      (entry[1].receiveCount < limit ? received : exhausted).push(entry);
    }
    return { received, exhausted };
  }

  /** Time at which the next message is visible; may lie in the past. Infinity when there is none. */
  nextVisibleAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleAt } of this.#messages.values()) next = Math.min(next, visibleAt);
    return next;
  }

  counts(now: number): { visible: number; inFlight: number; delayed: number } {
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAt, receipt } of this.#messages.values()) {
      if (visibleAt <= now) counts.visible++;
      else if (receipt !== undefined) counts.inFlight++;
      else counts.delayed++;
    }
    return counts;
  }

  /** Calls `wake` whenever a message came or changed; gives the function that ends it. */
  onChange(wake: () => void): () => void {
    this.#waiters.add(wake);
    return () => this.#waiters.delete(wake);
  }
}

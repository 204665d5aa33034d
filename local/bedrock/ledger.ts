import { randomUUID } from "node:crypto";
import type { Store } from "../store.ts";

/** A call that would stand on the bill. */
export interface LedgerEntry {
  readonly operation: "InvokeModel" | "InvokeModelWithResponseStream" | "StartAsyncInvoke";
  readonly modelId: string;
  /** `s3://` URI of the media, when it has one. */
  readonly uri?: string;
  /** Entity tag of that object, without quotes: tells the versions of a key apart. */
  readonly etag?: string;
  /** Seconds of media that the model went through; 0 for text and images. */
  readonly seconds: number;
  /** ISO time at which the model had done its work. */
  readonly at: string;
  readonly invocationArn?: string;
}

export interface Ledger {
  /** In the order in which the calls ended. An async invocation has one entry, however often it is finished. */
  add(entry: LedgerEntry): Promise<void>;
  entries(): Promise<LedgerEntry[]>;
}

export function createLedger(store: Store): Ledger {
  const records = store.records<LedgerEntry>("bedrock-ledger");
  return {
    add: (entry) => records.put(entry.invocationArn ?? `call/${randomUUID()}`, entry),
    async entries() {
      const all: LedgerEntry[] = [];
      for await (const [, entry] of records.entries()) all.push(entry);
      return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
  };
}

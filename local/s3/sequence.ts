import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";

/** Gives the next sequencer: 18 upper-case hex digits, above all that were given before. */
export type NextSequencer = () => string;

const BASE = "base";
const COUNTER_BITS = 32n;
const DIGITS = 18;

/**
 * The upper part is the second of the start, kept in the store and always raised, so that neither a restart within
 * the same second nor a clock set back repeats a sequencer; the lower part counts.
 */
export async function openSequence(store: Store, clock: Clock): Promise<NextSequencer> {
  const records = store.records<number>("s3-sequence");
  const base = Math.max(((await records.get(BASE)) ?? 0) + 1, Math.floor(clock.now() / 1000));
  await records.put(BASE, base);
  let last = BigInt(base) << COUNTER_BITS;
  return () => {
    last += 1n;
    return last.toString(16).toUpperCase().padStart(DIGITS, "0");
  };
}

import type { Api } from "./api.ts";
import type { Memory } from "./memory.ts";
import { KINDS, type Kind } from "./requests.ts";

const WARM_UP = 5;
const TIMES = 40;

/** What the requests of one kind took. */
export interface Taken {
  readonly name: string;
  readonly ms: readonly number[];
  /** Of the largest answer. */
  readonly bytes: number;
  /** Of the host, after them. */
  readonly memory: Memory;
}

export interface Measured {
  /** Of the very first search, which reads the vectors from the disk. */
  readonly firstMs: number;
  readonly taken: readonly Taken[];
}

/** Makes all kinds of requests one after the other. */
export async function measure(api: Api, memory: () => Promise<Memory>): Promise<Measured> {
  const first = await KINDS[0]?.ask(api, 0);
  const taken: Taken[] = [];
  for (const kind of KINDS) taken.push({ ...(await take(api, kind)), memory: await memory() });
  return { firstMs: first?.ms ?? Number.NaN, taken };
}

async function take(api: Api, kind: Kind): Promise<Omit<Taken, "memory">> {
  for (let n = 0; n < WARM_UP; n++) await kind.ask(api, n);
  const ms: number[] = [];
  let largest = 0;
  for (let n = WARM_UP; n < WARM_UP + TIMES; n++) {
    const answered = await kind.ask(api, n);
    ms.push(answered.ms);
    largest = Math.max(largest, answered.bytes);
  }
  return { name: kind.name, ms, bytes: largest };
}

import { createHash, randomUUID } from "node:crypto";
import jsonata from "jsonata";
import type { Clock } from "../../clock.ts";

/** What expressions take from outside; injected so that tests repeat. */
export interface Language {
  readonly clock: Pick<Clock, "now">;
  /** A number from 0 (included) to 1. */
  readonly random: () => number;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

const formatTime = jsonata("$fromMillis($ms, $picture, $timezone)");

/** Adds the functions of Step Functions to an expression and points time and chance at the injected ones. */
export function registerFunctions(expression: jsonata.Expression, { clock, random }: Language): void {
  expression.registerFunction("partition", partition, "<an:x>");
  expression.registerFunction("range", range, "<nnn?:x>");
  expression.registerFunction("hash", hash, "<ss?:s>");
  expression.registerFunction("uuid", () => randomUUID(), "<:s>");
  expression.registerFunction("parse", (text: string) => JSON.parse(text), "<s:x>");
  expression.registerFunction(
    "random",
    (seed?: number) => (seed === undefined ? random() : seededRandom(seed)),
    "<n?:n>",
  );
  expression.registerFunction("millis", () => Math.floor(clock.now()), "<:n>");
  expression.registerFunction(
    "now",
    (picture?: string, timezone?: string) =>
      formatTime.evaluate(undefined, { ms: Math.floor(clock.now()), picture, timezone }),
    "<s?s?:s>",
  );
}

/** Arguments are cut towards zero; a size of zero or an empty list gives nothing. */
function partition(list: readonly unknown[], size: number): unknown[][] | undefined {
  const step = Math.trunc(size);
  if (step < 1 || list.length === 0) return undefined;
  const chunks = Math.ceil(list.length / step);
  return Array.from({ length: chunks }, (_, chunk) => list.slice(chunk * step, (chunk + 1) * step));
}

/** Longest list that `$range` makes. */
const MAX_RANGE = 360_145;

/** Includes the end when a step lands on it; a step that leads away gives nothing, a single number stands alone. */
function range(from: number, to: number, by?: number): number[] | number | undefined {
  if (by === undefined) return undefined;
  const [first, last, step] = [from, to, by].map(Math.trunc) as [number, number, number];
  const length = Math.floor((last - first) / step) + 1;
  if (step === 0 || length < 1) return undefined;
  if (length > MAX_RANGE) {
    throw new Error("Expression evaluation memory limit exceeded: Check for excessive memory usage");
  }
  return length === 1 ? first : Array.from({ length }, (_, index) => first + index * step);
}

function hash(data: string, algorithm?: string): string | undefined {
  if (algorithm === undefined) return undefined;
  const name = HASHES[algorithm];
  if (name === undefined) throw new Error(`Unknown hash algorithm: ${algorithm}`);
  return createHash(name).update(data, "utf8").digest("hex");
}

/** The first number that a 48-bit linear congruential generator gives for a seed: the same one every time. */
function seededRandom(seed: number): number {
  const multiplier = 0x5deece66dn;
  const mask = (1n << 48n) - 1n;
  const first = ((BigInt(Math.trunc(seed)) ^ multiplier) & mask) * multiplier + 0xbn;
  const second = (first & mask) * multiplier + 0xbn;
  const high = (first & mask) >> 22n;
  const low = (second & mask) >> 21n;
  return Number((high << 27n) + low) / 2 ** 53;
}

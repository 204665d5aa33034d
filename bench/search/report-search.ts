import { print, table } from "../report.ts";
import { median, percentile } from "../statistics.ts";
import type { Alone } from "./alone.ts";
import { OPTIONS } from "./make-library.ts";
import type { Measured, Taken } from "./measure.ts";
import type { Memory } from "./memory.ts";

export interface SearchFigures extends Measured {
  /** In one embedding option. */
  readonly segments: number;
  readonly videos: number;
  readonly bootMs: number;
  /** Of the host before the first search. */
  readonly before: Memory;
  readonly alone: Alone;
}

export function reportSearch(figures: SearchFigures): void {
  const { segments, videos, bootMs, firstMs, before, taken, alone } = figures;
  print(`${segments} segments of ${videos} videos in each of ${OPTIONS.join(" and ")}`);
  print(
    `host up after ${whole(bootMs)} ms, with ${whole(before.own)} MiB of its own; the first search, which reads the vectors`,
  );
  print(`from the disk, took ${whole(firstMs)} ms\n`);
  print(
    table([
      ["request", "p50 ms", "p95 ms", "largest answer, bytes", "host: own MiB", "RSS MiB", "peak MiB"],
      ...taken.map(rowOf),
    ]),
  );
  print(
    '\nwhere the time of "search a text" goes, by the query function and the authorizer in a process of their own:',
  );
  print(
    table([
      ["part", "p50 ms", "p95 ms"],
      ...Object.entries(alone.parts).map(([part, ms]) => [part, ...quantiles(ms)]),
    ]),
  );
  const { now, peak } = alone.memory;
  print(
    `its memory: ${whole(now)} MiB, peak ${whole(peak)} MiB, ${whole(alone.before.now)} MiB before the first search\n`,
  );
}

const whole = (value: number) => value.toFixed(0);
const quantiles = (ms: readonly number[]) => [median(ms).toFixed(1), percentile(ms, 0.95).toFixed(1)];

const rowOf = ({ name, ms, bytes, memory }: Taken) => [
  name,
  ...quantiles(ms),
  String(bytes),
  whole(memory.own),
  whole(memory.now),
  whole(memory.peak),
];

import { performance } from "node:perf_hooks";
import { notice, print, table } from "./report.ts";
import { nearestByDefinition, recall } from "./scan/definition.ts";
import { bytesOf, type Library, makeLibrary, rowOf } from "./scan/library.ts";
import { createReader, type Reader } from "./scan/read-bandwidth.ts";
import { SEARCHERS, type Search, TOP } from "./scan/searchers.ts";
import { median, spread } from "./statistics.ts";

const SIZES: readonly (readonly [count: number, dimension: number])[] = [
  [10_000, 512],
  [100_000, 512],
  [100_000, 1024],
];
const ROUNDS = 15;
/** Queries whose nearest rows are compared with the plain definition. */
const CHECKED = 5;
const AIM_SHARE = 0.6;
/** All ways are exact: less than this means that a search was asked wrongly, and then its time means nothing. */
const LEAST_RECALL = 0.95;

/**
 * The exact scan against other ways to find the ten nearest vectors, and against what the machine can read: every number
 * of the library has to come from memory, so that is the limit. One query at a time, on one thread unless said otherwise.
 */
export async function exactScan(): Promise<void> {
  const readBandwidth = await createReader();
  for (const [count, dimension] of SIZES) {
    notice(`${count} vectors of ${dimension} numbers …`);
    // Queries from another seed: none of them is in the library.
    const queries = makeLibrary(ROUNDS, dimension, 2);
    report(measure(makeLibrary(count, dimension, 1), queries, readBandwidth));
  }
}

interface Measured {
  readonly library: Library;
  readonly searchers: readonly { name: string; ms: readonly number[]; recall: number }[];
  /** Bytes a second, one for each round. */
  readonly bandwidths: readonly number[];
}

function measure(library: Library, queries: Library, readBandwidth: Reader): Measured {
  const searchers = Object.entries(SEARCHERS).map(([name, prepare]) => ({
    name,
    search: prepare(library),
    ms: [] as number[],
  }));
  const bandwidths: number[] = [];
  const truth = Array.from({ length: CHECKED }, (_, n) => nearestByDefinition(library, rowOf(queries, n)));
  const checked = searchers.map(({ name, search }) => recallOf(name, search, queries, truth));
  // In turn: what else the machine does at a time falls on all of them.
  for (let round = 0; round < ROUNDS; round++) {
    bandwidths.push(readBandwidth());
    for (const { search, ms } of searchers) {
      const started = performance.now();
      search(rowOf(queries, round));
      ms.push(performance.now() - started);
    }
  }
  return {
    library,
    bandwidths,
    searchers: searchers.map(({ name, ms }, n) => ({ name, ms, recall: checked[n] ?? Number.NaN })),
  };
}

/** @throws Error when the search does not find what it has to */
function recallOf(
  name: string,
  search: Search,
  queries: Library,
  truth: readonly (readonly number[])[],
): number {
  const recalls = truth.map((rows, n) => recall(search(rowOf(queries, n)), rows));
  const mean = recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
  if (mean < LEAST_RECALL) throw new Error(`${name} found ${mean.toFixed(3)} of the nearest vectors`);
  return mean;
}

const gigabytes = (bytesPerSec: number) => (bytesPerSec / 1e9).toFixed(1);

function report({ library, searchers, bandwidths }: Measured): void {
  const { count, dimension } = library;
  const bytes = bytesOf(library);
  const bandwidth = Math.max(...bandwidths);
  const rate = (ms: number) => bytes / (ms / 1000);
  const share = (ms: number) => rate(ms) / bandwidth;
  print(`${count} × ${dimension}: ${(bytes / 1e6).toFixed(0)} MB, top ${TOP}`);
  print(
    table([
      ["search", "ms: median (least to most)", "GB/s", "best GB/s", "of bandwidth", `recall@${TOP}`],
      ...searchers.map(({ name, ms, recall: found }) => [
        name,
        spread(ms, 1),
        gigabytes(rate(median(ms))),
        gigabytes(rate(Math.min(...ms))),
        share(median(ms)).toFixed(2),
        found.toFixed(3),
      ]),
      ["memory, read once", "", gigabytes(median(bandwidths)), gigabytes(bandwidth), "1.00", ""],
    ]),
  );
  const kernel = searchers[0];
  if (kernel) print(`kernel: ${shareAgainstAim(share(median(kernel.ms)))}\n`);
}

/** The median of the scan against the best of the memory: the strictest way to compare them. */
function shareAgainstAim(share: number): string {
  return `${share.toFixed(2)} of the read bandwidth (aim ≥ ${AIM_SHARE}, ${share >= AIM_SHARE ? "met" : "MISSED"})`;
}

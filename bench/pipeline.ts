import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bundleHandlers } from "../bin/bundle.ts";
import { type BenchHost, startBenchHost } from "./pipeline/bench-host.ts";
import { makeClips } from "./pipeline/make-clips.ts";
import { modelsAlone } from "./pipeline/models-alone.ts";
import { modelsInRun } from "./pipeline/models-in-run.ts";
import { runClip } from "./pipeline/run-clip.ts";
import { type Stage, stagesOf } from "./pipeline/stages.ts";
import { againstAim, notice, print, table } from "./report.ts";
import { withScratch } from "./scratch.ts";
import { median, spread } from "./statistics.ts";

/** Clips one after another, once everything is warm. */
const SINGLE = 7;
/** Clips that come at once. */
const BATCHES = [5, 20];
const WARM_UP = 2;
const AIM_SEC = 1;

/**
 * How long a clip of 30 s is on its way from the first byte of the upload to READY in the table, beyond the time that
 * the models need. They have no latency here, but decode the clip. Their time is counted twice: as it was in the run
 * itself, and alone, by the same two requests on the same host when nothing else is at work. The second leaves the
 * time that the pipeline takes away from the models with the pipeline.
 */
export async function pipeline(): Promise<void> {
  await withScratch(async (folder) => {
    const clips = join(folder, "clips");
    await mkdir(clips);
    notice("making clips …");
    const count = 1 + WARM_UP + SINGLE + BATCHES.reduce((sum, size) => sum + size, 0);
    const paths = (await makeClips(clips, count)).values();
    const next = (size: number) => Array.from({ length: size }, () => paths.next().value ?? "");
    await bundleHandlers();
    const bench = await startBenchHost(folder);
    try {
      print(`host up, all functions loaded: ${seconds(bench.bootMs)} s after the start of the host\n`);
      notice("first clip …");
      const [cold] = await measureSingles(bench, next(1));
      for (const path of next(WARM_UP)) await runClip(bench, path);
      notice("one clip at a time …");
      const singles = await measureSingles(bench, next(SINGLE));
      if (cold !== undefined) reportSingles(cold, singles);
      const batches: Batch[] = [];
      for (const size of BATCHES) {
        notice(`${size} clips at once …`);
        batches.push(await measureBatch(bench, next(size)));
      }
      reportBatches(batches);
    } finally {
      await bench.host.stop();
    }
  });
}

interface Single {
  readonly wallMs: number;
  readonly inRunMs: number;
  readonly aloneMs: number;
  readonly stages: readonly Stage[];
}

async function measureSingles(bench: BenchHost, paths: readonly string[]): Promise<Single[]> {
  const singles: Single[] = [];
  for (const path of paths) {
    const clip = await runClip(bench, path);
    singles.push({
      wallMs: clip.readyMs - clip.startedMs,
      inRunMs: await modelsInRun(bench, clip),
      stages: await stagesOf(bench.executions, clip),
      // After the run, so that the first clip finds everything cold.
      aloneMs: await modelsAlone(bench, [path]),
    });
  }
  return singles;
}

interface Batch {
  readonly size: number;
  readonly wallMs: number;
  readonly modelsMs: number;
}

async function measureBatch(bench: BenchHost, paths: readonly string[]): Promise<Batch> {
  const modelsMs = await modelsAlone(bench, paths);
  const startedMs = Date.now();
  const runs = await Promise.all(paths.map((path) => runClip(bench, path)));
  const wallMs = Math.max(...runs.map(({ readyMs }) => readyMs)) - startedMs;
  return { size: paths.length, wallMs, modelsMs };
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);

function reportSingles(cold: Single, singles: readonly Single[]): void {
  // The models' own time is that of warm clips: what a cold start adds to it is the pipeline's.
  const aloneMs = median(singles.map((single) => single.aloneMs));
  const columns: readonly (readonly [string, (single: Single) => number])[] = [
    ["upload to READY", ({ wallMs }) => wallMs],
    ["models in the run", ({ inRunMs }) => inRunMs],
    ["beyond them", ({ wallMs, inRunMs }) => wallMs - inRunMs],
    ["models alone", (single) => (single === cold ? aloneMs : single.aloneMs)],
    ["beyond those", ({ wallMs }) => wallMs - aloneMs],
  ];
  print(
    table([
      ["one clip of 30 s, seconds", "first after the boot", `warm, median of ${SINGLE} (least to most)`],
      ...columns.map(([name, value]) => [
        name,
        seconds(value(cold)),
        spread(
          singles.map((single) => value(single) / 1000),
          2,
        ),
      ]),
    ]),
  );
  const beyond = (single: Single) => Math.max(single.wallMs - single.inRunMs, single.wallMs - aloneMs) / 1000;
  print("\nThe larger of the two ways to count:");
  print(`one clip, warm: ${againstAim(median(singles.map(beyond)), AIM_SEC, "s beyond the models")}`);
  print(`one clip, first: ${againstAim(beyond(cold), AIM_SEC, "s beyond the models")}`);
  reportStages(cold, singles);
}

/** The stages of the first clip, and beside them the medians of the warm ones. */
function reportStages(cold: Single, warm: readonly Single[]): void {
  const took = (singles: readonly Single[], name: string, value: (stage: Stage) => number) =>
    median(singles.flatMap(({ stages }) => stages.filter((stage) => stage.name === name).map(value))).toFixed(
      0,
    );
  const from = ({ fromMs }: Stage) => fromMs;
  const length = ({ fromMs, toMs }: Stage) => toMs - fromMs;
  print("\nwhere the time goes, ms; branches, and states inside of others, lie side by side");
  print(
    table([
      ["stage", "first: from", "took", "warm: from", "took"],
      ...cold.stages.map(({ name }) => [
        name,
        took([cold], name, from),
        took([cold], name, length),
        took(warm, name, from),
        took(warm, name, length),
      ]),
    ]),
  );
}

function reportBatches(batches: readonly Batch[]): void {
  print("");
  print(
    table([
      [
        "clips at once, seconds",
        "all READY",
        "models alone",
        "per clip",
        "models per clip",
        "beyond per clip",
      ],
      ...batches.map(({ size, wallMs, modelsMs }) => [
        `${size} at once`,
        seconds(wallMs),
        seconds(modelsMs),
        seconds(wallMs / size),
        seconds(modelsMs / size),
        seconds((wallMs - modelsMs) / size),
      ]),
    ]),
  );
  for (const { size, wallMs, modelsMs } of batches)
    print(
      `${size} at once: ${againstAim((wallMs - modelsMs) / size / 1000, AIM_SEC, "s beyond the models per clip")}`,
    );
}

import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addRuns(program: Command, verb: Verb): void {
  program
    .command("runs")
    .description(
      "What is being processed, what is finished and what failed: the newest run of each video, or all of one.",
    )
    .argument("[video]", "id, file name, or index/file name: all runs of this one")
    .option("--status <status>", "uploading, validating, pending, queued, indexing, ready or failed")
    .option("--index <index>", "name or id")
    .addHelpText("after", examples("runs --status failed", "runs beach.mp4"))
    .action(verb(async () => (await import("./work/runs.ts")).runs));
}

import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addRm(program: Command, verb: Verb): void {
  program
    .command("rm")
    .description("Removes videos for good: every version of the file, results and embeddings.")
    .argument("<video...>", "id, file name, or index/file name")
    .option("--yes", "do not ask")
    .addHelpText("after", examples("rm beach.mp4", "rm holiday/beach.mp4 holiday/hike.mp4 --yes"))
    .action(verb(async () => (await import("./work/rm.ts")).remove));
}

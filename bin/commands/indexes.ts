import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addIndexes(program: Command, verb: Verb): void {
  const indexes = program
    .command("indexes")
    .description("Named groups of videos, in which one searches.")
    .addHelpText("after", examples("indexes", "indexes create holiday", "indexes rename holiday 2026"));
  indexes
    .command("ls", { isDefault: true })
    .description("All indexes, oldest first (also without the word ls).")
    .action(verb(async () => (await import("./work/indexes.ts")).list));
  indexes
    .command("create")
    .description("Makes an index. Putting a video into one makes it too.")
    .argument("<name>")
    .action(verb(async () => (await import("./work/indexes.ts")).create));
  indexes
    .command("rename")
    .description("Gives an index another name; its folder in the bucket stays.")
    .argument("<index>", "name or id")
    .argument("<name>", "new name")
    .action(verb(async () => (await import("./work/indexes.ts")).rename));
  indexes
    .command("rm")
    .description("Removes an index with all its videos, their files and results.")
    .argument("<index>", "name or id")
    .option("--yes", "do not ask")
    .action(verb(async () => (await import("./work/indexes.ts")).remove));
}

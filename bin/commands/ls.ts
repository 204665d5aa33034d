import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addLs(program: Command, verb: Verb): void {
  program
    .command("ls")
    .description("The videos of an index, newest first.")
    .argument("[index]", "name or id; needed when there are several")
    .option("--all", "all of them, instead of the newest 50")
    .addHelpText("after", examples("ls", "ls holiday --all --json"))
    .action(verb(async () => (await import("./work/ls.ts")).ls));
}

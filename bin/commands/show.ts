import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addShow(program: Command, verb: Verb): void {
  program
    .command("show")
    .description(
      "Everything about one video: title, summary, chapters, highlights, texts, and why something is missing.",
    )
    .argument("<video>", "id, file name, or index/file name")
    .addHelpText("after", examples("show beach.mp4", "show holiday/beach.mp4 --json"))
    .action(verb(async () => (await import("./work/show.ts")).show));
}

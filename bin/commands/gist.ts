import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addGist(program: Command, verb: Verb): void {
  program
    .command("gist")
    .description("Title, topics and hashtags of one video.")
    .argument("<video>", "id, file name, or index/file name")
    .addHelpText("after", examples("gist beach.mp4"))
    .action(verb(async () => (await import("./work/gist.ts")).gist));
}

import type { Command } from "commander";
import { collected } from "../cli/options/lists.ts";
import { numberIn } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

const MOST_PARTS = 32;

export function addPut(program: Command, verb: Verb): void {
  program
    .command("put")
    .description("Uploads videos, and has them processed. A broken upload goes on where it was.")
    .argument("<path...>", "files, folders with everything in them, and https addresses of media files")
    .option(
      "--index <index>",
      "name or id of the index that they belong to; made when it is not there",
      "default",
    )
    .option("--meta <name=value>", "goes with every one of them; may be repeated", collected)
    .option("--wait", "follow them until their results are there (default: on a terminal)")
    .option("--no-wait", "end when they are uploaded")
    .option("--parts <n>", "requests to S3 at the same time", numberIn(1, MOST_PARTS, { whole: true }), 4)
    .addHelpText(
      "after",
      examples(
        "put beach.mp4",
        "put holiday/ --index holiday --meta city=Rome --no-wait",
        "put https://example.com/clip.mp4 --wait",
      ),
    )
    .action(verb(async () => (await import("./work/put.ts")).put));
}

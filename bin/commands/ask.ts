import type { Command } from "commander";
import { numberIn } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

export function addAsk(program: Command, verb: Verb): void {
  program
    .command("ask")
    .description("Asks anything about one video. The same question again costs nothing.")
    .argument("<video>", "id, file name, or index/file name")
    .argument("<question...>")
    .option("--schema <file>", "JSON Schema that the answer has to follow")
    .option("--temperature <n>", "0 (near the facts) to 1", numberIn(0, 1))
    .option("--max-tokens <n>", "longest answer", numberIn(1, 1_000_000, { whole: true }))
    .option("--no-stream", "show the answer when it is whole, not as it comes")
    .addHelpText(
      "after",
      examples(
        'ask beach.mp4 "What do the people do?"',
        'ask beach.mp4 "List the colours" --schema colours.json',
      ),
    )
    .action(verb(async () => (await import("./work/ask.ts")).ask));
}

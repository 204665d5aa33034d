import { type Command, Option } from "commander";
import { numberIn } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

export function addSummarize(program: Command, verb: Verb): void {
  program
    .command("summarize")
    .description("The summary, the chapters or the highlights of one video.")
    .argument("<video>", "id, file name, or index/file name")
    .addOption(
      new Option("--type <type>", "what is wanted")
        .choices(["summary", "chapter", "highlight"])
        .default("summary"),
    )
    .option("--prompt <text>", "how it is wanted; costs a model call the first time")
    .option("--temperature <n>", "0 (near the facts) to 1", numberIn(0, 1))
    .addHelpText(
      "after",
      examples(
        "summarize beach.mp4 --type chapter",
        'summarize beach.mp4 --prompt "in one sentence, for children"',
      ),
    )
    .action(verb(async () => (await import("./work/summarize.ts")).summarize));
}

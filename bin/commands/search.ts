import type { Command } from "commander";
import { collected, searchOptions } from "../cli/options/lists.ts";
import { numberIn } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

const MOST = 1000;

export function addSearch(program: Command, verb: Verb): void {
  program
    .command("search")
    .description("Finds moments by words, by an image, or by another moment.")
    .argument("[query...]", "what to look or listen for")
    .option("--index <index>", "name or id; needed when there are several")
    .option("--in <options>", "some of visual,conversation,text_in_video,logo,audio", searchOptions, [
      "visual",
    ])
    .option("--and", "moments that match in all of these, instead of in any")
    .option("--image <image>", "file, https address or s3:// address; with words both count")
    .option("--like <clip>", "a moment such as beach.mp4@0:20-0:40")
    .option("--threshold <level>", "high, medium, low, none, or a least score from 0 to 100 (default: low)")
    .option("--group", "the moments of each video together")
    .option("--filter <condition>", "name=value or name>=number, on the video; may be repeated", collected)
    .option("--limit <n>", "most results", numberIn(1, MOST, { whole: true }), 10)
    .option("--all", "every result")
    .option("--explain", "how each result got its place")
    .addHelpText(
      "after",
      examples(
        'search "a blue picture"',
        "search silence --in audio --threshold medium",
        "search sunset --index holiday --filter 'duration>=60' --filter city=Rome --group",
        "search --like beach.mp4@0:20-0:40 --all --json",
      ),
    )
    .action(verb(async () => (await import("./work/search.ts")).search));
}

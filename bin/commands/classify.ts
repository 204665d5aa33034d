import type { Command } from "commander";
import { collected, searchOptions } from "../cli/options/lists.ts";
import { numberIn } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

export function addClassify(program: Command, verb: Verb): void {
  program
    .command("classify")
    .description(
      "Which of some classes videos belong to, from stored embeddings: no video is processed again.",
    )
    .argument("[video...]", "ids or names; without them, all of an index")
    .option("--class <class>", "name, or name=text,text that describe it; repeated for each class", collected)
    .option("--index <index>", "name or id; needed when there are several and no video is named")
    .option("--in <options>", "some of visual,conversation,text_in_video,logo,audio", searchOptions, [
      "visual",
    ])
    .option("--min-score <n>", "least score of a class, 0 to 100", numberIn(0, 100))
    .option("--min-ratio <n>", "least share of the video that matches, 0 to 1", numberIn(0, 1))
    .option("--clips", "the moments that match, too")
    .option("--details", "highest, mean and normalized score, too")
    .addHelpText(
      "after",
      examples(
        'classify --class "red=red screen,red picture" --class blue',
        "classify beach.mp4 hike.mp4 --class sea --class mountains --min-ratio 0.4 --clips",
      ),
    )
    .action(verb(async () => (await import("./work/classify.ts")).classify));
}

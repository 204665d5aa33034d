import { type Command, Option } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addExport(program: Command, verb: Verb): void {
  program
    .command("export")
    .description("Writes results as JSON Lines, as WebVTT chapters or as CSV.")
    .argument("[video]", "id, file name, or index/file name; without it, all of an index")
    .option("--index <index>", "name or id; needed when there are several and no video is named")
    .addOption(
      new Option("--format <format>", "of the result").choices(["jsonl", "vtt", "csv"]).default("jsonl"),
    )
    .option("--out <path>", "a file, or a folder for vtt of an index; else standard output")
    .addHelpText(
      "after",
      examples(
        "export --index holiday > holiday.jsonl",
        "export beach.mp4 --format vtt --out beach.vtt",
        "export --index holiday --format vtt --out chapters/",
        "export --format csv --out library.csv",
      ),
    )
    .action(verb(async () => (await import("./work/export.ts")).exportVideos));
}

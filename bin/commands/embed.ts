import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addEmbed(program: Command, verb: Verb): void {
  program
    .command("embed")
    .description("The embedding of a text, an image or both, or those that are stored of a video.")
    .argument("[text...]")
    .option("--image <image>", "file, https address or s3:// address")
    .option("--video <video>", "id, file name, or index/file name: its stored segments, without a model call")
    .option("--option <option>", "with --video: visual, audio or transcription alone")
    .addHelpText(
      "after",
      examples('embed "a red car" --json', "embed --video beach.mp4 --option visual --json"),
    )
    .action(verb(async () => (await import("./work/embed.ts")).embed));
}

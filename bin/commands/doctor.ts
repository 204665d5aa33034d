import type { Command } from "commander";
import { examples, type Verb } from "../cli/verb.ts";

export function addDoctor(program: Command, verb: Verb): void {
  program
    .command("doctor")
    .description("Looks whether everything is in place, and says what to do. Makes one cheap model call.")
    .addHelpText("after", examples("doctor", "doctor --stack Reelbase --region us-east-1"))
    .action(verb(async () => (await import("./work/doctor.ts")).doctor));
}

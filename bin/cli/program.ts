import { Command, CommanderError } from "commander";
import { addAsk } from "../commands/ask.ts";
import { addClassify } from "../commands/classify.ts";
import { addDoctor } from "../commands/doctor.ts";
import { addEmbed } from "../commands/embed.ts";
import { addExport } from "../commands/export.ts";
import { addGist } from "../commands/gist.ts";
import { addIndexes } from "../commands/indexes.ts";
import { addKeys } from "../commands/keys.ts";
import { addLs } from "../commands/ls.ts";
import { addPut } from "../commands/put.ts";
import { addRm } from "../commands/rm.ts";
import { addRuns } from "../commands/runs.ts";
import { addSearch } from "../commands/search.ts";
import { addShow } from "../commands/show.ts";
import { addSummarize } from "../commands/summarize.ts";
import { EXIT, failureOf } from "./failure.ts";
import type { CliIo } from "./io.ts";
import { type GlobalOptions, openSession } from "./session.ts";
import type { Verb } from "./verb.ts";

/** In the order of the help: putting in, looking, asking, keeping house. */
const VERBS = [
  ...[addPut, addLs, addShow, addRuns],
  ...[addSearch, addClassify, addAsk, addGist, addSummarize, addEmbed],
  ...[addIndexes, addExport, addRm, addKeys, addDoctor],
];

const CLOSING = `
Where: the local host that npm start keeps in .reelbase, or a stack in AWS (--stack), or any address (--url).
Lists with --json are one document {"data": […]}, written as it comes.
Exit codes: 0 fine, 1 failed, 2 wrong use, 3 nothing found, 130 Ctrl-C.`;

/**
 * The whole command: never rejects, never ends the process.
 * @param argv what stands behind the name of the command
 * @returns the exit code
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.fine;
  const program = globalProgram(io);
  const verb: Verb =
    (load) =>
    async (...args) => {
      const work = await load();
      code = await work(openSession(io, program.opts<GlobalOptions>()), ...args);
    };
  for (const add of VERBS) add(program, verb);
  try {
    if (argv.length === 0) program.help({ error: true });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    // Commander has said what there is to say; its own codes know only success and failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (io.signal.aborted) return EXIT.interrupted;
    const { line, exitCode } = failureOf(error);
    io.err(`${line}\n`);
    return exitCode;
  }
}

function globalProgram(io: CliIo): Command {
  return new Command("reelbase")
    .description("Ask your video library: what is in it, where, and when.")
    .usage("[options] <command> …")
    .option("--url <url>", "address of an API; also REELBASE_URL")
    .option("--key <key>", "API key; also REELBASE_API_KEY")
    .option("--stack <name>", "stack in AWS that cdk deploy made; also REELBASE_STACK")
    .option("--region <region>", "AWS region of the stack; else as for the AWS command line")
    .option("--data <dir>", "data folder of the local host", ".reelbase")
    .option("--json", "one JSON document on standard output, and nothing else there")
    .option("--quiet", "no notices and no progress")
    .option("--no-color", "no colours; NO_COLOR does the same")
    .addHelpText("after", CLOSING)
    .configureHelp({ helpWidth: Math.min(io.columns ?? 100, 100) })
    .configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: io.err,
      getOutHelpWidth: () => Math.min(io.columns ?? 100, 100),
      // One line, as for every other failure; the suggestion stands on a line of its own otherwise.
      outputError: (text, write) => {
        const [sentence = "", ...more] = text
          .replace(/^error: /, "")
          .trim()
          .split("\n");
        const hints = more.map((hint) => ` ${hint.replace(/^\(|\)$/g, "")}`).join("");
        write(`reelbase: ${sentence.replace(/\.$/, "")}.${hints} See reelbase --help.\n`);
      },
    })
    .exitOverride();
}

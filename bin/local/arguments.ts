import { parseArgs } from "node:util";

export interface LocalOptions {
  /** Files and folders as they were given; empty for the samples. */
  readonly paths: readonly string[];
  readonly index: string;
  readonly once: boolean;
  readonly json: boolean;
  readonly fresh: boolean;
  readonly dataDir: string;
  readonly port: number;
  readonly modelLatencySec: number;
}

/** What the person typed cannot be followed; the text says why. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `npm start -- [files or folders…] [options]

Runs the whole pipeline on this computer: drops the files (or samples/) into the videos bucket,
shows what the catalog holds in the end, and stays up for more until Ctrl-C.

  --index NAME             index that the videos belong to (default: default)
  --once                   end when every given file has its result
  --json                   print one JSON document on standard output, everything else on standard error
                           (npm -s start keeps npm's own lines out of it)
  --fresh                  forget what earlier starts left in the data folder
  --data DIR               data folder (default: .reelbase)
  --port N                 port on 127.0.0.1 (default: 4599, 0 takes a free one)
  --model-latency SECONDS  time that each model call takes (default: 0)
  --help                   this text`;

/** @throws UsageError */
export function parseArguments(argv: readonly string[]): LocalOptions | "help" {
  const { values, positionals } = parse(argv);
  if (values.help) return "help";
  if (positionals.includes("")) throw new UsageError("A file or folder needs a name, not an empty text.");
  return {
    paths: positionals,
    index: indexName(values.index),
    once: values.once,
    json: values.json,
    fresh: values.fresh,
    dataDir: folderName("--data", values.data),
    port: numberFrom("--port", values.port, { max: 65_535, whole: true }),
    modelLatencySec: numberFrom("--model-latency", values["model-latency"], { max: 3600, whole: false }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        index: { type: "string", default: "default" },
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        data: { type: "string", default: ".reelbase" },
        port: { type: "string", default: "4599" },
        "model-latency": { type: "string", default: "0" },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
  } catch (error) {
    const [sentence = ""] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    throw new UsageError(`${sentence.replace(/\.$/, "")}. See npm start -- --help.`);
  }
}

/** The name is a folder of the object key: a slash would make two of it. */
function indexName(name: string): string {
  if (name === "" || name.includes("/"))
    throw new UsageError(`--index takes a name without slashes, not "${name}".`);
  return name;
}

function folderName(flag: string, name: string): string {
  if (name === "") throw new UsageError(`${flag} takes the name of a folder, not an empty text.`);
  return name;
}

function numberFrom(flag: string, text: string, { max, whole }: { max: number; whole: boolean }): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= max) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${flag} takes a ${whole ? "whole " : ""}number from 0 to ${max}, not "${text}".`);
  }
  return value;
}

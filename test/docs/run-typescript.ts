import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { transform } from "@swc/core";
import type { Block } from "./markdown.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Tells what one block prints from what the next one does. */
const MARK = "=====";

/**
 * What each block prints, by its heading: all of them run in one file and one process, as a reader would run them.
 * @throws Error with what stands on standard error, when anything does
 */
export async function runTypeScript(
  blocks: readonly Block[],
  environment: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const source = blocks.map(({ heading, text }) => `console.log("${MARK}${heading}");\n${text}`).join("\n");
  const { code } = await transform(source, {
    jsc: { parser: { syntax: "typescript" }, target: "es2023" },
    module: { type: "es6" },
  });
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, ["--input-type=module"], { cwd: ROOT, env });
  child.stdin.end(code);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (errors !== "") throw new Error(errors);
  return Object.fromEntries(output.split(MARK).map(atFirstLine));
}

function atFirstLine(part: string): [string, string] {
  const end = part.indexOf("\n");
  return [part.slice(0, end), part.slice(end + 1).trim()];
}

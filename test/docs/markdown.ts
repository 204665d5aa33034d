import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A fenced block of a document. */
export interface Block {
  /** The nearest heading above it, without its marks. */
  readonly heading: string;
  /** What stands behind the fence: `ts`, `sh`, …; empty for output. */
  readonly language: string;
  readonly text: string;
}

const BLOCK_OR_HEADING = /^(?:#+ (?<heading>.+)|```(?<language>\w*)\n(?<text>[\s\S]*?)^```)$/gm;

/** The document at a path below the root of the project. */
export const documentAt = (path: string) =>
  readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** All fenced blocks in their order. */
export function blocksOf(markdown: string): Block[] {
  let heading = "";
  return [...markdown.matchAll(BLOCK_OR_HEADING)].flatMap(({ groups = {} }) => {
    if (groups["heading"] !== undefined) {
      heading = groups["heading"];
      return [];
    }
    return [{ heading, language: groups["language"] ?? "", text: groups["text"] ?? "" }];
  });
}

/** The rows of the first table below a heading, cells trimmed, without the line of dashes. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const section = markdown.slice(markdown.indexOf(`\n## ${heading}\n`));
  const [table = ""] = /^\|.+(?:\n\|.+)*/m.exec(section) ?? [];
  return table
    .split("\n")
    .filter((line) => !/^\|[-|]+\|$/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

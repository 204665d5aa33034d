import { shown } from "../../local/card.ts";
import { textWidth } from "./text-width.ts";

const LABEL_WIDTH = 12;
/** Lines longer than this are hard to read, however wide the terminal is. */
const MOST_WIDTH = 100;

/** A labelled text, broken between words; nothing for an empty one. */
export function labelled(label: string, text: string, columns = MOST_WIDTH): string[] {
  if (text === "") return [];
  const room = Math.max(20, Math.min(columns, MOST_WIDTH) - LABEL_WIDTH - 2);
  const lines: string[] = [""];
  for (const word of shown(text).split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && textWidth(last) + textWidth(word) + 1 > room) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.map((line, at) => `  ${(at === 0 ? label : "").padEnd(LABEL_WIDTH)}${line}`);
}

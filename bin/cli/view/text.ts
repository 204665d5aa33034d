import { clockTime, shown } from "../../local/card.ts";

/** Text of several lines from outside: its line ends are obeyed, every other control character is shown. */
export const shownLines = (text: string) => text.replaceAll("\r\n", "\n").split("\n").map(shown).join("\n");

/** `0:20–0:40`, or with tenths where a span lies within one second of the clock. */
export function spanText(startSec: number, endSec: number): string {
  const [start, end] = [clockTime(startSec), clockTime(endSec)];
  return start === end ? `${preciseTime(startSec)}–${preciseTime(endSec)}` : `${start}–${end}`;
}

const preciseTime = (seconds: number) => `${clockTime(seconds)}.${Math.floor((seconds % 1) * 10)}`;

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** `12.3 MB`, in steps of 1,000. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

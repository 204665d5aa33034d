import { InvalidArgumentError } from "commander";
import { SEARCH_OPTIONS } from "../../../lambda/models/model.ts";

/** For an option that may be given several times. */
export const collected = (text: string, before: readonly string[] = []) => [...before, text];

/** `visual,audio`: search options, in the platform's words. */
export function searchOptions(text: string): string[] {
  const names = commaList(text);
  const known: readonly string[] = SEARCH_OPTIONS;
  const unknown = names.find((name) => !known.includes(name));
  if (names.length === 0 || unknown !== undefined)
    throw new InvalidArgumentError(`They are some of ${known.join(", ")}, with commas between them.`);
  return [...new Set(names)];
}

/** The parts of a list with commas, without the empty ones. */
export const commaList = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

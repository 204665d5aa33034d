import { usageError } from "../failure.ts";
import { commaList } from "./lists.ts";

/** A class, and the texts that describe it. */
export interface ClassPrompts {
  readonly name: string;
  readonly prompts: readonly string[];
}

/** `red=red screen,red picture`; a name alone is its own prompt. @throws CliError */
export function classOf(text: string): ClassPrompts {
  const equals = text.indexOf("=");
  const name = (equals < 0 ? text : text.slice(0, equals)).trim();
  const prompts = equals < 0 ? [name] : commaList(text.slice(equals + 1));
  if (name === "" || prompts.length === 0)
    throw usageError(`"${text}" is no class; write --class "red=red screen,red picture".`);
  return { name, prompts };
}

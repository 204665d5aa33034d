import type { IndexEngine } from "../../contracts/library-items.ts";
import { SEARCH_OPTIONS, type SearchOption } from "../../models/model.ts";

/** Options whose answers are words: what was read in the picture, seen as a brand, or said. */
export const WORD_OPTIONS: readonly SearchOption[] = ["text_in_video", "logo", "conversation"];

/** What an engine must have been given for an option to be searched; none where every engine has it. */
const NEEDED: Readonly<Record<SearchOption, readonly string[]>> = {
  visual: [],
  audio: [],
  // Indexes made in the words of v1.3 have speech as a part of `audio`.
  conversation: ["conversation", "transcription", "audio"],
  text_in_video: ["text_in_video"],
  logo: ["logo"],
};

/**
 * Whether an index can be searched for an option. One that began with an upload has what the deployment has, and so has
 * one whose engines were named without options.
 */
export function hasOption(engines: readonly IndexEngine[] | undefined, option: SearchOption): boolean {
  const given = new Set(engines?.flatMap(({ options }) => options));
  const needed = NEEDED[option];
  return needed.length === 0 || given.size === 0 || needed.some((name) => given.has(name));
}

/** Each option once, in one order: the order in which a caller names them changes nothing. */
export function inOrder(options: readonly SearchOption[]): SearchOption[] {
  return SEARCH_OPTIONS.filter((option) => options.includes(option));
}

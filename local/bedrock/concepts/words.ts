import { type Concept, PHRASES, type Weights, WORDS } from "./concepts.ts";

/** What a text means to the stand-in. */
export interface Meaning {
  readonly weights: Weights;
  /** Words it knows nothing about, in simple form. */
  readonly unknown: readonly string[];
}

/** Words that say that something is shown or asked, not what. */
const EMPTY_WORDS = new Set(
  `a an the this that these those it its is are was were be been being am do does did has have had can could will would
  should may might must shall of in on at to for from with without by as and or but if then than so not no yes any some
  all every each which what who whom whose where when why how there here i you he she we they me my your our their
  video videos clip clips scene scenes screen screens picture pictures image images frame frames footage film shot shots
  background card colour color colours colors coloured colored part parts segment segments moment moments
  show shows showing shown see seen look looks looking appear appears visible find tell give describe contain contains
  containing happen happens happening about into over under very more most mostly please`
    .split(/\s+/)
    .filter(Boolean),
);

/** Finds the concepts that a text names. The order of words does not count, repetition does not add. */
export function meaningOf(text: string): Meaning {
  const words = text
    .toLowerCase()
    .normalize("NFC")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const weights: Weights = {};
  const unknown: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const phrase = longestPhrase(words, i);
    if (phrase !== undefined) {
      add(weights, phrase.weights);
      i += phrase.length - 1;
      continue;
    }
    const word = words[i] ?? "";
    const known = lookUp(word);
    if (known !== undefined) add(weights, known);
    else if (!EMPTY_WORDS.has(word)) unknown.push(simpleForms(word).at(-1) ?? word);
  }
  return { weights, unknown: [...new Set(unknown)] };
}

/** The concepts of a text in the order of their weight. */
export function conceptsIn(text: string): Concept[] {
  return Object.entries(meaningOf(text).weights)
    .sort((a, b) => b[1] - a[1])
    .map(([concept]) => concept as Concept);
}

function longestPhrase(
  words: readonly string[],
  at: number,
): { weights: Weights; length: number } | undefined {
  for (const length of [3, 2]) {
    const weights = PHRASES[words.slice(at, at + length).join(" ")];
    if (weights !== undefined) return { weights, length };
  }
  return undefined;
}

function lookUp(word: string): Weights | undefined {
  for (const form of [word, ...simpleForms(word)]) {
    if (Object.hasOwn(WORDS, form)) return WORDS[form];
  }
  return undefined;
}

/** "reds" → "red", "flashing" → "flash", "moving" → "move". */
function simpleForms(word: string): string[] {
  const forms: string[] = [];
  if (word.length > 3 && word.endsWith("s")) forms.push(word.slice(0, -1));
  if (word.length > 5 && word.endsWith("ing")) forms.push(word.slice(0, -3), `${word.slice(0, -3)}e`);
  if (word.length > 4 && word.endsWith("ed")) forms.push(word.slice(0, -2), word.slice(0, -1));
  if (word.length > 4 && word.endsWith("ish")) forms.push(word.slice(0, -3));
  return forms;
}

function add(weights: Weights, more: Weights): void {
  for (const [concept, weight] of Object.entries(more)) {
    const key = concept as Concept;
    weights[key] = Math.max(weights[key] ?? 0, weight);
  }
}

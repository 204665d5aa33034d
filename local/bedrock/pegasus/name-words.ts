/** The words of a property name in lower case: "onScreenText" → on, screen, text; "video_tags" → video, tag. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map(singular);
}

/** True when one of the words is among `wanted` (words separated by spaces). */
export function says(words: readonly string[], wanted: string): boolean {
  const list = wanted.split(" ");
  return words.some((word) => list.includes(word));
}

/** Things a name may ask for that nobody measured: these stay empty instead of being made up. */
export function asksUnmeasured(words: readonly string[]): boolean {
  return says(
    words,
    `ocr logo brand person people face actor celebrity speaker object product animal vehicle transcript transcription
     transcribe subtitle lyric quote dialogue speech spoken utterance word location place landmark language emotion sentiment url link email
     phone date author screen`.replace(/\s+/g, " "),
  );
}

function singular(word: string): string {
  if (word === "hues") return "hue";
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") && !word.endsWith("ss") && word.length > 3 ? word.slice(0, -1) : word;
}

/** Predicate for a text with `*` (any characters) and `?` (exactly one). */
export function wildcard(pattern: string, ignoreCase = false): (text: string) => boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\*?]/g, (character) =>
    character === "*" ? ".*" : character === "?" ? "." : `\\${character}`,
  );
  const expression = new RegExp(`^${source}$`, ignoreCase ? "isu" : "su");
  return (text) => expression.test(text);
}

import { invalidPattern } from "./errors.ts";

/**
 * Compiles a `wildcard` pattern: `*` stands for any characters, `\*` and `\\` for themselves.
 * @throws InvalidEventPatternException for another escape or for `**`
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const [first = "", ...rest] = literals(pattern);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    // Taking the earliest place for each literal leaves the most room for the next: no backtracking is needed.
    let position = first.length;
    for (const literal of rest) {
      const found = text.indexOf(literal, position);
      if (found < 0) return false;
      position = found + literal.length;
    }
    return position <= text.length - last.length;
  };
}

/** The texts between the stars. */
function literals(pattern: string): string[] {
  const parts = [""];
  let afterStar = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "*") {
      if (afterStar) throw invalidPattern(`Consecutive wildcard characters at pos ${at - 1}`);
      parts.push("");
    } else {
      const literal = character === "\\" ? pattern.charAt(++at) : character;
      if (character === "\\" && literal !== "*" && literal !== "\\") {
        throw invalidPattern(`Invalid escape character at pos ${at - 1}`);
      }
      parts.push(parts.pop() + literal);
    }
    afterStar = character === "*";
  }
  return parts;
}

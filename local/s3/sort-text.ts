/**
 * Texts by which records are sorted and looked up. The store sorts by UTF-8 bytes, which is the order of code
 * points; keys may hold any character, NUL included.
 */

/** Ends a key inside a longer sort text: below every character that `escapeKey` leaves in a key. */
export const KEY_END = "\0\0";

/** Keeps order and prefixes, and makes room for `KEY_END`. */
export function escapeKey(key: string): string {
  return key.replaceAll("\0", "\0\u0001");
}

/** Smallest sort text above every record of this key. */
export function afterKey(key: string): string {
  return `${escapeKey(key)}\0\u0001`;
}

const LAST_CODE_POINT = 0x10ffff;
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/** Smallest text above every text that begins with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    if (last === LAST_CODE_POINT) continue;
    points.push(last === BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1);
    return String.fromCodePoint(...points);
  }
  return undefined;
}

/** The later of two texts in the store's order. */
export function laterText(a: string, b: string): string {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a;
}

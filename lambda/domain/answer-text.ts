/** Half of a surrogate pair without the other, and NUL: valid in JSON, but not in UTF-8 and in some stores. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;
const REPLACEMENT = "\uFFFD";

/** The text with what no store can hold replaced. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, REPLACEMENT);
}

/** The first `limit` UTF-16 units of a text, or one less: a pair is never cut in two. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const isHighSurrogate = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isHighSurrogate ? limit - 1 : limit);
}

const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** Keeps a byte order mark: it is part of a key like any other character. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes a part of a request target, once. Node gives the target as Latin-1, so bytes sent without encoding
 * are taken as they are; `+` stays a plus.
 *
 * @throws TypeError when the escapes are broken or the bytes are no UTF-8
 */
export function percentDecode(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "%") {
      bytes.push(text.charCodeAt(at));
      continue;
    }
    const pair = text.slice(at + 1, at + 3);
    if (!HEX_PAIR.test(pair)) throw new TypeError("broken percent-encoding");
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return utf8.decode(Uint8Array.from(bytes));
}

/** Encodes a key for `encoding-type=url` answers: as `encodeURIComponent`, with the slashes left readable. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}

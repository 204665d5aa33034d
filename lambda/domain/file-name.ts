/** Most bytes of a name that is one part of a key: what file systems take, too. */
export const MAX_NAME_BYTES = 255;
/** Where the address or the form gives no name. */
const NAMELESS = "video";

/** The file name of a video: the last part of its key. */
export const fileNameOf = (key: string) => key.slice(key.lastIndexOf("/") + 1);

/**
 * A text as one part of a key: NFC, without slashes and control characters, not `.` or `..`, and cut to the bytes.
 * Empty when nothing is left.
 */
export function keyPart(text: string, maxBytes = MAX_NAME_BYTES): string {
  const plain = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[/\\]/g, "-")
    .trim();
  return cutToBytes(/^\.+$/.test(plain) ? "" : plain, maxBytes).trim();
}

/** A file name as the last part of a key; the ending stays when the name is too long. */
export function safeFileName(text: string): string {
  const name = keyPart(text, Number.POSITIVE_INFINITY);
  if (byteLength(name) <= MAX_NAME_BYTES) return name === "" ? NAMELESS : name;
  const ending = /\.[\w]{1,8}$/.exec(name)?.[0] ?? "";
  return cutToBytes(name.slice(0, name.length - ending.length), MAX_NAME_BYTES - ending.length) + ending;
}

/** The name that the path of an address ends with. */
export function fileNameOfUrl(url: URL): string {
  const last = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  try {
    return safeFileName(decodeURIComponent(last));
  } catch {
    return safeFileName(last);
  }
}

/** Never inside a character. */
function cutToBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  let cut = "";
  let bytes = 0;
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > maxBytes) return cut;
    cut += character;
  }
  return cut;
}

const byteLength = (text: string) => new TextEncoder().encode(text).byteLength;

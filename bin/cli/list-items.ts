const OPENING: ReadonlySet<string> = new Set(["{", "["]);
const CLOSING: ReadonlySet<string> = new Set(["}", "]"]);
/** Characters of one item: more is not what was asked for. */
const MAX_ITEM = 1_000_000;

/**
 * The objects of the list with this name inside a JSON document, parsed one by one while the document arrives.
 * @throws SyntaxError for an item that is no JSON, RangeError for one that has no end
 */
export async function* listItems(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  const begin = `"${name}":[`;
  let isInList = false;
  let text = "";
  let depth = 0;
  let scanned = 0;
  let isString = false;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (!isInList) {
      const at = text.indexOf(begin);
      // The name may arrive in two pieces.
      if (at < 0) text = text.slice(-begin.length);
      else text = text.slice(at + begin.length);
      isInList = at >= 0;
      if (!isInList) continue;
    }
    let itemAt = 0;
    for (; scanned < text.length; scanned++) {
      const character = text[scanned] ?? "";
      if (isString) {
        if (character === "\\") scanned++;
        else if (character === '"') isString = false;
      } else if (character === '"') isString = true;
      else if (OPENING.has(character)) depth++;
      else if (CLOSING.has(character)) {
        if (depth === 0) return;
        if (--depth > 0) continue;
        yield JSON.parse(text.slice(itemAt, scanned + 1).replace(/^\s*,/, ""));
        itemAt = scanned + 1;
      }
    }
    text = text.slice(itemAt);
    scanned -= itemAt;
    if (text.length > MAX_ITEM) throw new RangeError("An item of the list does not end.");
  }
}

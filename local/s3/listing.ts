import { invalidArgument } from "./errors.ts";
import type { Sorted } from "./object-index.ts";
import { percentEncode } from "./percent.ts";
import { afterPrefix, laterText } from "./sort-text.ts";
import { element, textElement, type XmlValue } from "./xml.ts";

/** What is listed, and how far. */
export interface ListingOf<T extends { readonly key: string }> {
  /** Items from sort text `from` on, all below the prefix. */
  readonly entries: (from: string) => AsyncIterable<Sorted<T>>;
  /** How a key begins its sort text. */
  readonly sortText: (key: string) => string;
  /** Sort text from which on items count. */
  readonly from: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Items and common prefixes together. */
  readonly limit: number;
}

export interface Listing<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  /** Sort text of the first item that did not fit; undefined when the listing is complete. */
  readonly next: string | undefined;
  /** The last thing listed: an item, or the text of a common prefix. */
  readonly last: T | string | undefined;
}

/** Lists in byte order of the keys; keys that share a common prefix count once. */
export async function list<T extends { readonly key: string }>(of: ListingOf<T>): Promise<Listing<T>> {
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: T | string | undefined;
  let from: string | undefined = laterText(of.from, of.sortText(of.prefix));
  while (from !== undefined && of.limit > 0) {
    let skipTo: string | undefined;
    for await (const [position, item] of of.entries(from)) {
      if (items.length + commonPrefixes.length === of.limit)
        return { items, commonPrefixes, next: position, last };
      const common = commonPrefix(item.key, of);
      if (common === undefined) {
        items.push(item);
        last = item;
        continue;
      }
      commonPrefixes.push(common);
      last = common;
      // One seek past the whole group instead of a walk through it.
      skipTo = afterPrefix(of.sortText(common));
      break;
    }
    from = skipTo;
  }
  return { items, commonPrefixes, next: undefined, last };
}

/** Beginning of the key up to and including the first delimiter after the prefix. */
export function commonPrefix(
  key: string,
  { prefix, delimiter }: { prefix: string; delimiter: string },
): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const cut = key.indexOf(delimiter, prefix.length);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

/** S3 never lists more at once, whatever is asked for. */
const MAX_ITEMS = 1000;
const MAX_INTEGER = 2_147_483_647;

/** @throws S3Error `InvalidArgument` */
export function readLimit(query: ReadonlyMap<string, string>, name: string): number {
  return Math.min(readCount(query, name, MAX_ITEMS), MAX_ITEMS);
}

/** @throws S3Error `InvalidArgument` */
export function readCount(query: ReadonlyMap<string, string>, name: string, missing: number): number {
  const text = query.get(name);
  if (text === undefined || text === "") return missing;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > MAX_INTEGER) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and ${MAX_INTEGER}`, name, text);
  }
  return count;
}

/** How keys are written in the answer: as they are, or percent-encoded for keys that XML cannot hold. */
export type KeyText = (key: string) => string;

/** @throws S3Error `InvalidArgument` */
export function readEncoding(query: ReadonlyMap<string, string>): KeyText {
  const type = query.get("encoding-type");
  if (type === undefined) return (key) => key;
  if (type === "url") return percentEncode;
  throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
}

export function commonPrefixElements(prefixes: readonly string[], text: KeyText): string {
  return prefixes.map((prefix) => element("CommonPrefixes", textElement("Prefix", text(prefix)))).join("");
}

/** An optional parameter as the answer repeats it; empty ones are left out. */
export function echoed(value: string | undefined, text: KeyText = (key) => key): XmlValue {
  return value ? text(value) : undefined;
}

/** Times in listings have whole seconds. */
export function listTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000Z`;
}

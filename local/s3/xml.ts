import { XMLParser, XMLValidator } from "fast-xml-parser";
import { malformedXml } from "./errors.ts";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** What an XML reader would take as markup, change (line ends) or refuse unless it is written as a reference. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold control characters
const UNSAFE = /[\u0000-\u001f\u007f-\u009f<>&"'\u2028\ufffe\uffff]/g;

export type XmlValue = string | number | boolean | undefined;

/** An element with text; nothing at all when the value is undefined. */
export function textElement(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  const text = String(value).replace(UNSAFE, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
  return `<${name}>${text}</${name}>`;
}

/** An element around elements that are already XML. */
export function element(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

/** Elements with text, in the order of the record. */
export function textElements(values: Readonly<Record<string, XmlValue>>): string {
  return Object.entries(values)
    .map(([name, value]) => textElement(name, value))
    .join("");
}

/** A whole answer document in the S3 namespace. */
export function xmlDocument(root: string, ...children: readonly string[]): string {
  return `${HEADER}<${root} xmlns="${NAMESPACE}">${children.join("")}</${root}>`;
}

/** Error documents carry no namespace. */
export function errorDocument(values: Readonly<Record<string, XmlValue>>): string {
  return HEADER + element("Error", textElements(values));
}

/**
 * Reads a request document: elements become objects, texts stay texts exactly as sent.
 *
 * @param lists names of elements that may be repeated and are always given as arrays
 * @throws S3Error `MalformedXML`
 */
export function parseXml(text: string, root: string, lists: readonly string[]): unknown {
  // No S3 request has a document type; entities declared there could grow without bound.
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) throw malformedXml();
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => lists.includes(name),
  });
  let document: Record<string, unknown>;
  try {
    document = parser.parse(text);
  } catch {
    throw malformedXml();
  }
  if (document[root] === undefined) throw malformedXml();
  return withoutBlankText(document[root]);
}

/** Line breaks between elements reach us as `#text`; an element that holds only those is empty. */
function withoutBlankText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlankText);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, text]) => name !== "#text" || String(text).trim() !== "",
  );
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutBlankText(inner)]));
}

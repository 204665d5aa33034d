import { createHash } from "node:crypto";
import type { MessageAttribute, MessageAttributes } from "./message.ts";

/** Hex MD5 of a message body (`MD5OfMessageBody`, `MD5OfBody`). */
export function bodyDigest(body: string): string {
  return createHash("md5").update(body, "utf8").digest("hex");
}

const STRING_VALUE = 1;
const BINARY_VALUE = 2;

/**
 * Hex MD5 of message attributes: for each in order of its name, length-prefixed name, data type, a byte for the
 * kind of value, and the value. Clients compute it too and refuse a message that differs.
 * @returns undefined when there are none, as the field is absent then
 */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  for (const name of names) {
    const attribute = attributes[name] as MessageAttribute;
    hash.update(prefixed(Buffer.from(name)));
    hash.update(prefixed(Buffer.from(attribute.DataType)));
    const binary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.of(binary ? BINARY_VALUE : STRING_VALUE));
    hash.update(prefixed(attributeValue(attribute)));
  }
  return hash.digest("hex");
}

/** The value in bytes. */
export function attributeValue({ BinaryValue, StringValue }: MessageAttribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? "") : Buffer.from(BinaryValue, "base64");
}

function prefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

import { S3Error } from "./errors.ts";

/** S3 user guide, "Creating object key names". */
const MAX_KEY_BYTES = 1024;

/** @throws S3Error `KeyTooLongError` */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new S3Error("KeyTooLongError", "Your key is too long", 400, {
      fields: { Size: size, MaxSizeAllowed: MAX_KEY_BYTES },
    });
  }
}

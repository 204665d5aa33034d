import { invalidField } from "./errors.ts";
import { type FieldReader, readFields } from "./fields.ts";

/** Encryption at rest is stored and described; files on one machine are not encrypted. */
export function readEncryption(fields: FieldReader): { sseType: string; kmsKeyArn?: string } {
  const given = fields.object("encryptionConfiguration");
  if (!given) return { sseType: "AES256" };
  const inner = readFields(given, ["sseType", "kmsKeyArn"], "/encryptionConfiguration");
  const sseType = inner.string("sseType") ?? "AES256";
  const kmsKeyArn = inner.string("kmsKeyArn");
  if (sseType !== "AES256" && sseType !== "aws:kms") {
    const path = "/encryptionConfiguration/sseType";
    throw invalidField(
      path,
      `Value at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [AES256, aws:kms]`,
    );
  }
  return { sseType, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
}

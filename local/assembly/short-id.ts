import { createHash } from "node:crypto";
import type { Identity } from "./resource-type.ts";

/**
 * An id of lower-case letters and digits, as API Gateway gives them out; a hash where those are random, so that it is
 * the same at every start.
 */
export function shortId({ name }: Pick<Identity, "name">, length: number, of = ""): string {
  const digest = createHash("sha256").update(`${name}/${of}`).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

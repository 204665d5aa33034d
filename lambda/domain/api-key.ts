import type { ApiKeyItem } from "../contracts/library-items.ts";

/** Bytes of randomness in a key: 256 bits, so that a plain hash of it is enough to store. */
export const API_KEY_BYTES = 32;

/**
 * Indexes that one key can be restricted to: their ids travel with every request in the authorizer's answer, of which
 * API Gateway takes 8 KB.
 */
export const MAX_KEY_INDEXES = 100;

/** The prefix tells people, and scanners of leaked secrets, what the text is. */
const FORM = /^rb_[A-Za-z0-9_-]{43}$/;

/**
 * A new key, to be shown once and never stored.
 *
 * @param random `API_KEY_BYTES` bytes from a cryptographic source
 * @throws RangeError for another number of bytes
 */
export function apiKeySecret(random: Uint8Array): string {
  if (random.byteLength !== API_KEY_BYTES) throw new RangeError(`A key has ${API_KEY_BYTES} random bytes.`);
  return `rb_${Buffer.from(random).toString("base64url")}`;
}

/** Whether a text can be a key at all: anything else needs no look-up. */
export const isApiKeySecret = (text: string) => FORM.test(text);

/**
 * Why a known key does not open the API, or undefined when it does. A revocation is said first: it was meant.
 *
 * @param nowMs milliseconds since 1970; a key ends at the very moment of its `expiresAt`
 */
export function keyRefusal(
  { revokedAt, expiresAt }: Pick<ApiKeyItem, "revokedAt" | "expiresAt">,
  nowMs: number,
): "api_key_revoked" | "api_key_expired" | undefined {
  if (revokedAt !== undefined) return "api_key_revoked";
  return expiresAt !== undefined && nowMs >= Date.parse(expiresAt) ? "api_key_expired" : undefined;
}

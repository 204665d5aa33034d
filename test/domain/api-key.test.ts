import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { API_KEY_BYTES, apiKeySecret, isApiKeySecret, keyRefusal } from "../../lambda/domain/api-key.ts";
import { AT } from "../factories.ts";

describe("a new key", () => {
  test("is rb_ and the 32 bytes in base64url", () => {
    expect(apiKeySecret(new Uint8Array(32).fill(0xff))).toBe(`rb_${"_".repeat(42)}8`);
  });

  test("has the form of a key, and no two are alike", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: API_KEY_BYTES, maxLength: API_KEY_BYTES }),
        fc.uint8Array({ minLength: API_KEY_BYTES, maxLength: API_KEY_BYTES }),
        (one, other) => {
          expect(isApiKeySecret(apiKeySecret(one))).toBe(true);
          expect(apiKeySecret(one) === apiKeySecret(other)).toBe(Buffer.compare(one, other) === 0);
        },
      ),
    );
  });

  test.each([0, 16, 31, 33])("is not made of %d bytes", (length) => {
    expect(() => apiKeySecret(randomBytes(length))).toThrow("32 random bytes");
  });
});

const SECRET = apiKeySecret(new Uint8Array(32).fill(7));

test.each([
  ["nothing", ""],
  ["a key of the platform", "tlk_0123456789ABCDEF"],
  ["a key without its prefix", SECRET.slice(3)],
  ["a key that is cut", SECRET.slice(0, -1)],
  ["a key that goes on", `${SECRET}A`],
  ["a key with a line behind it", `${SECRET}\n`],
  ["a key in other letters", SECRET.replace("rb_", "RB_")],
  ["a hash", "0123456789abcdef".repeat(4)],
  ["a very long text", "A".repeat(10_000)],
])("%s has not the form of a key", (_what, text) => {
  expect(isApiKeySecret(text)).toBe(false);
});

describe("a known key", () => {
  const now = Date.parse(AT);
  const at = (offsetMs: number) => new Date(now + offsetMs).toISOString();

  test.each([
    ["opens the API for ever", {}, undefined],
    ["opens it until its end", { expiresAt: at(1) }, undefined],
    ["has expired at its end", { expiresAt: at(0) }, "api_key_expired"],
    ["has expired after its end", { expiresAt: at(-1) }, "api_key_expired"],
    ["is revoked whatever its end", { expiresAt: at(1), revokedAt: at(-5) }, "api_key_revoked"],
    ["is revoked rather than expired", { expiresAt: at(-1), revokedAt: at(-5) }, "api_key_revoked"],
  ])("%s", (_what, key, refusal) => {
    expect(keyRefusal(key, now)).toBe(refusal);
  });
});

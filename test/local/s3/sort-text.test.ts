import * as fc from "fast-check";
import { afterKey, afterPrefix, escapeKey, KEY_END } from "../../../local/s3/sort-text.ts";

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** Few characters, so that keys share beginnings: NUL and its neighbours, the ends of the surrogate gap. */
const text = fc.string({
  unit: fc.constantFrom("\0", "\u0001", "a", "/", "\ud7ff", "\ue000", "\u{10ffff}"),
  maxLength: 4,
});

test("keeps the order of the keys, whatever follows them", async () => {
  await fc.assert(
    fc.property(text, text, text, text, (a, b, tailA, tailB) => {
      fc.pre(a !== b);
      const order = compare(`${escapeKey(a)}${KEY_END}${tailA}`, `${escapeKey(b)}${KEY_END}${tailB}`);
      expect(Math.sign(order)).toBe(Math.sign(compare(a, b)));
    }),
  );
});

test("steps over all records of a key and over none of the next", async () => {
  await fc.assert(
    fc.property(text, text, text, (key, other, tail) => {
      const own = `${escapeKey(key)}${KEY_END}${tail}`;
      expect(compare(own, afterKey(key))).toBeLessThan(0);
      fc.pre(compare(key, other) < 0);
      expect(compare(afterKey(key), `${escapeKey(other)}${KEY_END}`)).toBeLessThanOrEqual(0);
    }),
  );
});

test("steps over everything below a prefix and over nothing else", async () => {
  await fc.assert(
    fc.property(text, text, (prefix, other) => {
      const after = afterPrefix(prefix);
      const below = other.startsWith(prefix) || compare(other, prefix) < 0;
      if (after === undefined) expect(below).toBe(true);
      else expect(compare(other, after) < 0).toBe(below);
    }),
  );
});

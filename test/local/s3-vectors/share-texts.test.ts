import fc from "fast-check";
import { shareTexts } from "../../../local/s3-vectors/share-texts.ts";

const metadata = fc.dictionary(
  fc.constantFrom("videoId", "scope", "startSec", "toString", "__proto__"),
  fc.oneof(fc.constantFrom("a", "b"), fc.integer(), fc.array(fc.constantFrom("a", "b"))),
);

test("changes nothing that can be seen", () => {
  fc.assert(
    fc.property(metadata, metadata, (own, neighbour) => {
      expect(shareTexts(own, neighbour)).toEqual(own);
    }),
  );
});

test("leaves what it was given alone", () => {
  const own = Object.freeze({ scope: "clip" });
  expect(shareTexts(own, Object.freeze({ scope: "clip", other: "x" }))).not.toBe(own);
});

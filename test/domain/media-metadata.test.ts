import fc from "fast-check";
import {
  MAX_METADATA_BYTES,
  MAX_METADATA_NAMES,
  uploadMetadata,
} from "../../lambda/domain/media-metadata.ts";

test.each([
  ["plain words", "summer 2026", "summer 2026"],
  ["nothing", "", ""],
  ["base64", "=?UTF-8?B?Wm/DqyDwn5iA?=", "Zoë 😀"],
  ["quoted signs", "=?utf-8?q?Zo=C3=AB_and_I?=", "Zoë and I"],
  ["two encoded words", "=?UTF-8?B?Wm/Dqw==?= =?UTF-8?B?IQ==?=", "Zoë!"],
  ["an encoded word among others", "by =?UTF-8?Q?Zo=C3=AB?= herself", "by Zoë herself"],
  ["bytes that are no UTF-8", "=?UTF-8?Q?=FF=FE?=", "=?UTF-8?Q?=FF=FE?="],
  ["no base64", "=?UTF-8?B?***?=", "=?UTF-8?B?***?="],
  ["another encoding", "=?ISO-8859-1?Q?Zo=EB?=", "=?ISO-8859-1?Q?Zo=EB?="],
  ["NUL", "a\0b", "a\uFFFDb"],
])("reads %s as it was given", (_, given, kept) => {
  expect(uploadMetadata({ title: given })).toEqual({ title: kept });
});

test("keeps the first names within the limits, whatever came in what order", () => {
  const many = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`n${at + 10}`, "x"]));
  expect(Object.keys(uploadMetadata(many))).toHaveLength(MAX_METADATA_NAMES);
  expect(uploadMetadata({ c: "x", a: "y".repeat(3000), b: "z" })).toEqual({ b: "z", c: "x" });
  const given = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ maxLength: 700 }));
  fc.assert(
    fc.property(given, (metadata) => {
      const kept = uploadMetadata(metadata);
      const bytes = Object.entries(kept).flat().map(String).join("");
      expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(MAX_METADATA_BYTES);
      const reversed = Object.fromEntries(Object.entries(metadata).reverse());
      expect(uploadMetadata(reversed)).toEqual(kept);
    }),
  );
});

import { attributeHeaders, readAttributes } from "../../../local/s3/content-attributes.ts";

const sentAsUtf8 = (text: string) => Buffer.from(text).toString("latin1");

test.each([
  ["ASCII", "Holiday", "Holiday", "Holiday"],
  ["UTF-8 bytes", sentAsUtf8("Zähler 中"), "Zähler 中", "=?UTF-8?B?WsOkaGxlciDkuK0=?="],
  ["Latin-1 bytes", "Z\u00e4hler", "Zähler", "=?UTF-8?B?WsOkaGxlcg==?="],
  ["a value from a presigned URL", "中", "中", "=?UTF-8?B?5Lit?="],
])("keeps metadata of %s", (_, sent, kept, answered) => {
  const attributes = readAttributes({ "x-amz-meta-title": sent });
  expect(attributes.metadata).toEqual({ title: kept });
  expect(attributeHeaders(attributes)["x-amz-meta-title"]).toBe(answered);
});

test("takes any metadata name for a name", () => {
  const { metadata } = readAttributes({ "x-amz-meta-__proto__": "a", "x-amz-meta-constructor": "b" });
  expect(Object.entries(metadata)).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});

test.each([
  ["aws-chunked", undefined],
  ["gzip", "gzip"],
  ["aws-chunked,gzip", "gzip"],
  ["gzip, aws-chunked", "gzip"],
])("stores the content encoding %s as %s", (sent, stored) => {
  expect(readAttributes({ "content-encoding": sent }).contentHeaders["content-encoding"]).toBe(stored);
});

test("calls a body without type `binary/octet-stream`", () => {
  expect(readAttributes({}).contentType).toBe("binary/octet-stream");
});

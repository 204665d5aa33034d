import fc from "fast-check";
import { createMetadataReader } from "../../../local/api-gateway/stream-metadata.ts";

const NOTHING = Buffer.alloc(8);

function read(stream: Buffer, cuts: readonly number[] = []) {
  const reader = createMetadataReader();
  const edges = [0, ...[...cuts].sort((a, b) => a - b), stream.length];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? stream.length;
    const head = reader.read(stream.subarray(from, to));
    if (head !== undefined)
      return { ...head.metadata, body: Buffer.concat([head.rest, stream.subarray(to)]) };
  }
  return undefined;
}

const streamOf = (metadata: unknown, body: Uint8Array = Buffer.alloc(0)) =>
  Buffer.concat([Buffer.from(JSON.stringify(metadata)), NOTHING, body]);

test("however the stream is cut, metadata and body are the same", () => {
  const metadata = { statusCode: 201, headers: { "X-A": "ä" }, cookies: ["a=1"] };
  const cut = fc.nat(60);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(cut, { maxLength: 6 }), (body, cuts) => {
      expect(read(streamOf(metadata, body), cuts)).toEqual({
        status: 201,
        headers: { "content-type": "application/json", "x-a": "ä" },
        cookies: ["a=1"],
        body: Buffer.from(body),
      });
    }),
  );
});

test("a stream without a status is a 200", () => {
  expect(read(streamOf({}))?.status).toBe(200);
});

test("a length that the function tells goes out as it is", () => {
  expect(read(streamOf({ headers: { "Content-Length": "2" } }))?.headers).toMatchObject({
    "content-length": "2",
  });
});

test("what is not complete is waited for", () => {
  expect(read(Buffer.from('{"statusCode":200}\0\0\0'))).toBeUndefined();
});

test("16 KB without a delimiter are too much, and a little less is not", () => {
  const padded = (length: number) => streamOf({ headers: { a: "x".repeat(length) } });
  const room = 16_384 - padded(0).length;
  expect(read(padded(room))?.status).toBe(200);
  expect(() => read(padded(room + 1))).toThrow(expect.objectContaining({ status: 502 }));
});

test.each<[string, unknown]>([
  ["a list", []],
  ["an unknown field", { status: 200 }],
  ["a status that is none", { statusCode: 99 }],
  ["a header with depth", { headers: { a: {} } }],
  ["cookies that are none", { cookies: "a=1" }],
])("%s is no metadata", (_, metadata) => {
  expect(() => read(streamOf(metadata))).toThrow(expect.objectContaining({ status: 502 }));
});

import * as fc from "fast-check";
import { decodeAwsChunked } from "../../../local/s3/aws-chunked.ts";

interface Encoding {
  readonly signed?: boolean;
  readonly trailers?: Readonly<Record<string, string>>;
}

function encode(chunks: readonly Uint8Array[], { signed = false, trailers = {} }: Encoding = {}): Buffer {
  const signature = signed ? `;chunk-signature=${"0".repeat(64)}` : "";
  const data = chunks.map((chunk) =>
    Buffer.concat([Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`), chunk, Buffer.from("\r\n")]),
  );
  const end = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...data, Buffer.from(`0${signature}\r\n${end.join("")}\r\n`)]);
}

/** Cuts the bytes at any places, as a network does. */
async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) return;
    yield bytes.subarray(at, at + size);
    at += size;
  }
  if (at < bytes.length) yield bytes.subarray(at);
}

async function decode(source: AsyncIterable<Uint8Array>) {
  const { pieces, trailers } = decodeAwsChunked(source);
  const seen: Uint8Array[] = [];
  for await (const piece of pieces) seen.push(piece);
  return { body: Buffer.concat(seen), trailers: Object.fromEntries(trailers) };
}

const chunk = fc.uint8Array({ minLength: 1, maxLength: 300 });

test("gives back what was encoded, wherever the buffers end", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 8 }), sizes, fc.boolean(), async (chunks, cuts, signed) => {
      const trailers = { "x-amz-checksum-crc32": "AAAAAA==" };
      const decoded = await decode(cut(encode(chunks, { signed, trailers }), cuts));
      expect(decoded.body.equals(Buffer.concat(chunks))).toBe(true);
      expect(decoded.trailers).toEqual(trailers);
    }),
  );
});

test("notices wherever the body breaks off before its last chunk", async () => {
  const bytes = encode([Buffer.from("0123456789"), Buffer.from("abc")]);
  const complete = bytes.length - "\r\n".length;
  for (let length = 0; length < complete; length++) {
    await expect(decode(cut(bytes.subarray(0, length), []))).rejects.toMatchObject({
      name: "IncompleteBody",
    });
  }
});

test.each([
  ["a size that is no number", "xyz\r\nabc\r\n0\r\n\r\n"],
  ["a chunk longer than its size", "2\r\nabc\r\n0\r\n\r\n"],
  ["a trailer without a name", "0\r\nno colon\r\n\r\n"],
  ["a line without end", "1".repeat(9000)],
])("refuses %s", async (_, text) => {
  await expect(decode(cut(Buffer.from(text), []))).rejects.toMatchObject({ name: "InvalidRequest" });
});

import fc from "fast-check";
import { readOutput } from "../../lambda/domain/output-stream.ts";
import { MAX_VALUE_BYTES } from "../../lambda/domain/output-value.ts";

async function* chunksOf(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function read(text: string | Uint8Array, sizes: readonly number[] = []): Promise<unknown[]> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const items: unknown[] = [];
  for await (const item of readOutput(chunksOf(bytes, sizes))) items.push(item);
  return items;
}

const invalid = expect.objectContaining({ code: "OUTPUT_INVALID" });
const everyByte = (text: string) => Array.from({ length: Buffer.byteLength(text) }, () => 1);

describe("items of an output", () => {
  it.each([
    ["a list", '{"data":[{"a":1},{"a":2}]}', [{ a: 1 }, { a: 2 }]],
    ["an empty list", '{"data":[]}', []],
    ["a single object", '{"data":{"a":1}}', [{ a: 1 }]],
    ["fields at the top", '{"embedding":[1,2],"startSec":0}', [{ embedding: [1, 2], startSec: 0 }]],
    [
      "fields around it",
      '{"id":"x}","n":-1.5e3,"o":{"d":[{}]},"data":[{"a":1}],"z":[["]"]],"t":true}',
      [{ a: 1 }],
    ],
    ["space and a byte-order mark", '\ufeff\r\n { "data" : [ \t{ "a" : 1 } ,\n2 ] } \n', [{ a: 1 }, 2]],
    ["an escaped key", '{"\\u0064ata":[1]}', [1]],
    [
      "brackets and quotes in strings",
      '{"data":[{"a":"}\\"]{\\\\"},{"b":"ü😀["}]}',
      [{ a: '}"]{\\' }, { b: "ü😀[" }],
    ],
  ])("are read from %s, however it is cut", async (_, text, items) => {
    expect(await read(text)).toEqual(items);
    expect(await read(text, everyByte(text))).toEqual(items);
  });

  it("are those of JSON.parse for any document and any cuts", async () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const document = fc.record({
      before: fc.dictionary(fc.string(), value),
      data: fc.oneof(fc.array(value), fc.dictionary(fc.string(), value)),
      after: fc.dictionary(fc.string(), value),
      indent: fc.constantFrom(undefined, 1, "\t"),
    });
    await fc.assert(
      fc.asyncProperty(document, fc.array(fc.nat(40)), async ({ before, data, after, indent }, sizes) => {
        const { data: _, ...first } = before;
        const { data: __, ...last } = Object.fromEntries(
          Object.entries(after).filter(([key]) => !(key in first)),
        );
        const text = JSON.stringify({ ...first, data, ...last }, null, indent);
        const expected = (JSON.parse(text) as { data: unknown }).data;
        expect(await read(text, sizes)).toEqual(Array.isArray(expected) ? expected : [expected]);
      }),
    );
  });

  it.each([
    ["nothing", ""],
    ["a cut file", '{"data":[{"a":1}'],
    ["a file that is cut behind an item", '{"data":[{"a":1},'],
    ["a file without its last bracket", '{"data":[{"a":1}]'],
    ["a literal NaN", '{"data":[{"a":NaN}]}'],
    ["an Infinity between items", '{"data":[Infinity]}'],
    ["a list at the top", "[1]"],
    ["two documents", '{"data":[]}{"data":[]}'],
    ["data twice", '{"data":[1],"data":[2]}'],
    ["data that is a number", '{"data":5}'],
    ["data that is null", '{"data":null}'],
    ["no data", '{"message":"oops"}'],
    ["an empty object", "{}"],
    ["a missing comma", '{"data":[{} {}]}'],
    ["a comma too many", '{"data":[1,]}'],
    ["a comma at the end", '{"data":[1],}'],
    ["a key without quotes", "{data:[1]}"],
    ["garbage in a field that is not needed", '{"x":tru,"data":[1]}'],
    ["brackets that do not match", '{"data":[{"a":[1}]}]}'],
    ["half a byte-order mark", Uint8Array.of(0xef, 0xbb, 0x7b, 0x7d)],
    [
      "bytes that are not UTF-8",
      Uint8Array.from([...'{"data":["'].map((c) => c.charCodeAt(0)).concat(0xff, 0x22, 0x5d, 0x7d)),
    ],
    ["a gzip file", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
  ])("are OUTPUT_INVALID from %s", async (_, text) => {
    await expect(read(text)).rejects.toEqual(invalid);
  });

  it("come before the error behind them", async () => {
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const item of readOutput(chunksOf(Buffer.from('{"data":[1,2,}'), []))) seen.push(item);
    })();
    await expect(reading).rejects.toEqual(invalid);
    expect(seen).toEqual([1, 2]);
  });

  it.each([
    ["item", '{"data":[{"a":"', "x"],
    ["list", '{"data":[[', "1,"],
    ["string", '{"data":["', "x"],
    ["number", '{"data":[', "1"],
    ["field", '{"meta":"', "x"],
  ])("never hold a %s without end in memory", async (_, begin, filling) => {
    const sent = { chunks: 0 };
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(begin);
      for (;;) {
        sent.chunks += 1;
        yield Buffer.from(filling.repeat(32_768));
      }
    }
    const reading = (async () => {
      for await (const _ of readOutput(endless()));
    })();
    await expect(reading).rejects.toEqual(invalid);
    expect(sent.chunks).toBeLessThanOrEqual(MAX_VALUE_BYTES / 32_768 + 1);
  });

  it("refuse many fields before the data that together are too much", async () => {
    const fields = Array.from({ length: 40 }, (_, index) => `"f${index}":"${"x".repeat(40_000)}"`);
    await expect(read(`{${fields.join(",")},"data":[]}`)).rejects.toEqual(invalid);
  });
});

import fc from "fast-check";
import { deployedEngines, engineOfModel } from "../../lambda/domain/engines.ts";
import { fileNameOfUrl, keyPart, safeFileName } from "../../lambda/domain/file-name.ts";
import { foldersFor } from "../../lambda/domain/index-folder.ts";
import { uploadMetadata } from "../../lambda/domain/media-metadata.ts";
import { changedMetadata } from "../../lambda/domain/metadata-change.ts";
import { objectMetadata } from "../../lambda/domain/object-metadata.ts";
import { sourceKey } from "../../lambda/domain/source-key.ts";
import { estimatedTime, taskStatusOf } from "../../lambda/domain/task-status.ts";
import { partsOf } from "../../lambda/domain/upload-parts.ts";
import { folderOf, hashOf } from "../../lambda/keys.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import { AT, aRun } from "../factories.ts";

const bytes = (text: string) => new TextEncoder().encode(text).byteLength;
function firstFolders(name: string, count: number): string[] {
  const folders: string[] = [];
  for (const folder of foldersFor(name)) {
    folders.push(folder);
    if (folders.length === count) break;
  }
  return folders;
}
const unicode = fc.string({ unit: "grapheme", maxLength: 300 });

describe("the folder of an index", () => {
  test.each([
    ["Holiday", "Holiday"],
    ["  a/b\\c ", "a-b-c"],
    ["Some videos 😁", "Some videos 😁"],
    ["cafe\u0301", "café"],
    ["default", "default"],
  ])("named %j is %j", (name, folder) => {
    expect(foldersFor(name).next().value).toBe(folder);
  });

  test.each(["", "..", ".", "\u0000\u200b"])("cannot be made of %j", (name) => {
    expect([...foldersFor(name)]).toEqual([]);
  });

  test("is one part of a key, of at most 255 bytes, whatever the name", () => {
    fc.assert(
      fc.property(unicode, fc.integer({ min: 0, max: 3 }), (name, skip) => {
        const folder = firstFolders(name, skip + 1)[skip];
        if (folder === undefined) return;
        expect(bytes(folder)).toBeLessThanOrEqual(255);
        expect(folder).not.toMatch(/[/\p{Cc}]/u);
        expect(folderOf(sourceKey(folder, hashOf("x"), "a.mp4"))).toBe(folder);
      }),
    );
  });

  test("has another one when it is taken", () => {
    expect(firstFolders("a", 3)).toEqual(["a", "a-2", "a-3"]);
  });
});

describe("a file name", () => {
  test.each([
    ["https://example.com/films/My%20Film%20%C3%A4.mp4?x=1", "My Film ä.mp4"],
    ["https://example.com/", "video"],
    ["https://example.com/%ff.mp4", "%ff.mp4"],
    ["https://example.com/a%2F..%2Fb.mp4", "a-..-b.mp4"],
    ["https://example.com/..%2f", "..-"],
  ])("of %s is %s", (url, name) => {
    expect(fileNameOfUrl(new URL(url))).toBe(name);
  });

  test("keeps its ending when it is too long", () => {
    const name = safeFileName(`${"ä".repeat(300)}.mp4`);
    expect(name).toMatch(/^ä+\.mp4$/);
    expect(bytes(name)).toBeLessThanOrEqual(255);
  });

  test("is one part of a key, whatever it is made of", () => {
    fc.assert(
      fc.property(unicode, (text) => {
        const name = safeFileName(text);
        expect(name).not.toBe("");
        expect(bytes(name)).toBeLessThanOrEqual(255);
        expect(keyPart(name)).toBe(name);
      }),
    );
  });
});

describe("metadata", () => {
  test("is merged: names that are given are set, null takes one away, others stay", () => {
    expect(changedMetadata({ a: 1, b: "x", c: true }, { b: "y", c: null, d: 2.5 })).toEqual({
      a: 1,
      b: "y",
      d: 2.5,
    });
  });

  test.each([
    [{ duration: 3 }, /duration is measured/],
    [{ engine_ids: "x" }, /engine_ids is measured/],
    [{ "": 1 }, /a name has/],
    [{ "a\nb": 1 }, /a name has/],
    [{ a: "x".repeat(2048) }, /2048 bytes/],
    [Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`n${at}`, at])), /at most 50/],
  ])("refuses %j", (change, fault) => {
    expect(changedMetadata({}, change)).toMatch(fault);
  });

  test("comes back from S3 as it was given with the upload", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,10}$/);
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => /^\P{C}*$/u.test(value));
    fc.assert(
      fc.property(fc.dictionary(name, text, { maxKeys: 5 }), (metadata) => {
        const headers = objectMetadata(metadata);
        if (typeof headers === "string") throw new Error(headers);
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
        const plain = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, value]));
        expect({ ...uploadMetadata(headers) }).toEqual(plain);
      }),
    );
  });

  test("with a name that no header can have is refused with an upload", () => {
    expect(objectMetadata({ Grüße: 1 })).toMatch(/lower-case letters/);
  });
});

describe("a task", () => {
  const run = (change: Parameters<typeof aRun>[0]) => aRun(change);
  test.each([
    ["READY", undefined, "ready"],
    ["PARTIAL", undefined, "ready"],
    ["REJECTED", undefined, "failed"],
    ["FAILED", undefined, "failed"],
    ["QUEUED", undefined, "queued"],
    ["QUEUED", run({}), "pending"],
    ["QUEUED", run({ executionArn: "arn" }), "queued"],
    ["QUEUED", run({ status: "PROCESSING", steps: { probe: { status: "PROCESSING" } } }), "validating"],
    ["QUEUED", run({ status: "PROCESSING", steps: { probe: { status: "DONE" } } }), "indexing"],
  ] as const)("of a video that is %s, with the run %j, is %s", (status, newest, expected) => {
    expect(taskStatusOf(status, newest)).toBe(expected);
  });

  test("is estimated by the length of the video", () => {
    expect(estimatedTime(AT, 159)).toBe("2026-11-21T10:03:24.000Z");
    expect(estimatedTime(AT, undefined)).toBe("2026-11-21T10:02:45.000Z");
  });
});

test("engines are the registry's models by the platform's names", () => {
  expect(deployedEngines([embeddingModel("marengo-3.0"), analysisModel("pegasus-1.2")])).toMatchObject([
    { name: "marengo3.0", options: expect.arrayContaining(["visual", "conversation"]) },
    { name: "pegasus1.2", options: ["visual", "conversation"] },
  ]);
  expect(engineOfModel(embeddingModel("marengo-3.0").modelId)).toBe("marengo3.0");
  expect(engineOfModel("something.else")).toBe("something.else");
});

test("a stream is cut into parts of one size, and its bytes stay in order", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 9 }), async (all, size) => {
      async function* stream() {
        yield* all;
      }
      const parts: Uint8Array[] = [];
      for await (const part of partsOf(stream(), size)) parts.push(part);
      expect(Buffer.concat(parts)).toEqual(Buffer.concat(all));
      for (const part of parts.slice(0, -1)) expect(part).toHaveLength(size);
      expect(parts.length).toBe(Math.max(1, Math.ceil(Buffer.concat(all).length / size)));
    }),
  );
});

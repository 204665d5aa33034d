import type { CollectInput } from "../../lambda/contracts/workflow.ts";
import { type EmbeddedSegment, segmentIdentity } from "../../lambda/domain/embedding.ts";
import { PermanentError, TemporaryError } from "../../lambda/domain/errors.ts";
import { collect } from "../../lambda/embed/collect.ts";
import { embeddingModel } from "../../lambda/models.ts";
import type { Catalog, ObjectStore, SegmentIndex } from "../../lambda/ports.ts";
import { aLaneMessage, aRunInput } from "../factories.ts";
import { failing, MemoryObjects, MemorySegmentIndex, memoryLog, only } from "../fakes.ts";

const KEY = "embeddings/0123/marengo-3.0/4567/abc123def456/output.json";
const DIMENSION = 512;

/** A vector that is none but its own: the first number tells them apart. */
const embedding = (value = 1) => [value, ...new Array<number>(DIMENSION - 1).fill(0.5)];
const item = (change: Record<string, unknown> = {}) => ({
  embedding: embedding(),
  embeddingOption: "visual",
  embeddingScope: "clip",
  startSec: 0,
  endSec: 6,
  ...change,
});
/** Clips of 6 s, one behind the other. */
const clips = (option: string, count: number) =>
  Array.from({ length: count }, (_, at) =>
    item({ embeddingOption: option, startSec: at * 6, endSec: at * 6 + 6, embedding: embedding(at + 1) }),
  );
const asset = (option: string, endSec: number) =>
  item({ embeddingOption: option, embeddingScope: "asset", endSec });

let work: MemoryObjects;
let segmentIndex: MemorySegmentIndex;
let stored: EmbeddedSegment[];
beforeEach(() => {
  work = new MemoryObjects();
  segmentIndex = new MemorySegmentIndex();
  stored = [];
});

const catalog = () =>
  only<Catalog>("catalog", {
    async putSegments(run, modelId, segments) {
      expect([run, modelId]).toEqual([aRunInput(), "twelvelabs.marengo-embed-3-0-v1:0"]);
      stored.push(...segments);
    },
  });

interface Change {
  readonly durationSec?: number;
  readonly offsetSec?: number;
  readonly work?: ObjectStore;
  readonly segmentIndex?: SegmentIndex;
}

/** Collects an output; a text is taken as the file. */
function collected(output: unknown, change: Change = {}) {
  const { durationSec = 60, offsetSec = 0 } = change;
  if (output !== undefined) work.texts.set(KEY, typeof output === "string" ? output : JSON.stringify(output));
  const part = { ...aLaneMessage().part, durationSec, offsetSec };
  const input: CollectInput = {
    run: aRunInput(),
    durationSec: offsetSec + durationSec,
    output: { part, bucket: "work-bucket", key: KEY },
  };
  const ports = {
    catalog: catalog(),
    work,
    segmentIndex,
    model: embeddingModel("marengo-3.0"),
    log: memoryLog(),
  };
  return collect({ ...ports, ...change })(input);
}

describe("an output", () => {
  it("is stored in the catalog and the segment index alike, with unit vectors and its own norms", async () => {
    const data = [...clips("visual", 3), ...clips("audio", 2), asset("visual", 60)];
    expect(await collected({ data })).toEqual({ segmentCounts: { visual: 3, audio: 2 } });
    expect(stored).toHaveLength(6);
    expect(
      segmentIndex.puts
        .flatMap(({ segments }) => segments)
        .map(segmentIdentity)
        .sort(),
    ).toEqual(stored.map(segmentIdentity).sort());
    for (const { vector } of stored) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(stored[0]?.norm).toBeCloseTo(Math.hypot(...embedding()), 5);
  });

  it("counts what is there: clips alone, and no option that a file without sound does not have", async () => {
    const data = [...clips("visual", 4), asset("visual", 24)];
    expect(await collected({ data })).toEqual({ segmentCounts: { visual: 4 } });
  });

  it("of a later part is put on the timeline of the video", async () => {
    await collected({ data: clips("visual", 2) }, { offsetSec: 3600 });
    expect(stored.map(({ startSec, endSec }) => [startSec, endSec])).toEqual([
      [3600, 3606],
      [3606, 3612],
    ]);
  });

  it("of thousands of segments is written in batches of one option and at most 500", async () => {
    const data = [...clips("visual", 701), ...clips("audio", 500), ...clips("transcription", 1)];
    const { segmentCounts } = await collected({ data }, { durationSec: 4206 });
    expect(segmentCounts).toEqual({ visual: 701, audio: 500, transcription: 1 });
    const sizes = segmentIndex.puts.map(({ option, segments }) => [option, segments.length]);
    expect(sizes.sort()).toEqual([
      ["audio", 500],
      ["transcription", 1],
      ["visual", 201],
      ["visual", 500],
    ]);
    for (const { option, segments } of segmentIndex.puts)
      expect(new Set(segments.map((segment) => segment.option))).toEqual(new Set([option]));
    expect(new Set(stored.map(segmentIdentity)).size).toBe(1202);
  });

  it("may come in any order, with options as lists and a single item as data", async () => {
    const [first, second] = clips("visual", 2);
    await collected({ data: [second, { ...first, embeddingOption: ["visual"] }] });
    expect(stored.map(({ startSec }) => startSec)).toEqual([6, 0]);
    stored = [];
    expect(await collected({ data: first })).toEqual({ segmentCounts: { visual: 1 } });
    expect(stored).toHaveLength(1);
  });

  it("can be collected again: the same segments are written once more, and no others", async () => {
    const data = clips("visual", 2);
    const first = await collected({ data });
    const before = stored.map(segmentIdentity);
    stored = [];
    expect(await collected({ data })).toEqual(first);
    expect(stored.map(segmentIdentity)).toEqual(before);
  });

  it("that ends a little behind the stated end of the video is cut to it", async () => {
    await collected({ data: [item({ startSec: 54, endSec: 61.5 })] });
    expect(stored[0]?.endSec).toBe(60);
  });
});

describe("nothing is written of an output", () => {
  const good = clips("visual", 3);
  const last = { startSec: 18, endSec: 24 };
  const text = (value: unknown) => JSON.stringify({ data: [...good, item({ ...last, embedding: value })] });

  it.each([
    ["has the wrong dimension", item({ ...last, embedding: new Array(1024).fill(0.1) })],
    ["holds null", item({ ...last, embedding: [null, ...embedding().slice(1)] })],
    ["is all zeros", item({ ...last, embedding: new Array(DIMENSION).fill(0) })],
    ["holds numbers as text", item({ ...last, embedding: embedding().map(String) })],
    ["holds a number that no 32-bit float can", item({ ...last, embedding: embedding(1e300) })],
    ["has an unknown option", item({ ...last, embeddingOption: "smell" })],
    ["has no option", item({ ...last, embeddingOption: undefined })],
    ["has an unknown scope", item({ ...last, embeddingScope: "scene" })],
    ["ends before it starts", item({ startSec: 24, endSec: 18 })],
    ["has no length", item({ startSec: 18, endSec: 18 })],
    ["starts below zero", item({ startSec: -1, endSec: 3 })],
    ["lies far behind the end of the video", item({ startSec: 100, endSec: 106 })],
    ["is the same as an earlier one", item({ startSec: 12, endSec: 18 })],
    ["is the same to the millisecond", item({ startSec: 12.0004, endSec: 18 })],
  ])("whose very last segment %s", async (_, bad) => {
    const result = collected({ data: [...good, bad] });
    await expect(result).rejects.toMatchObject({ name: "PermanentError", code: "OUTPUT_INVALID" });
    expect([stored, segmentIndex.puts]).toEqual([[], []]);
  });

  it("whose last segment is bad, though there were enough good ones to write before it", async () => {
    const bad = item({ startSec: 3006, endSec: 3012, embedding: [] });
    const result = collected({ data: [...clips("visual", 501), bad] }, { durationSec: 3012 });
    await expect(result).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
    expect([stored, segmentIndex.puts]).toEqual([[], []]);
  });

  it.each([
    ["holds a literal NaN", text("x").replace('"x"', "[NaN]")],
    ["is cut", text(embedding()).slice(0, -3)],
    ["holds no segments", JSON.stringify({ data: [] })],
    ["holds no data", "{}"],
    ["is empty", ""],
    ["is something else", "<html>not here</html>"],
  ])("that %s", async (_, file) => {
    const result = collected(file);
    await expect(result).rejects.toMatchObject({ name: "PermanentError", code: "OUTPUT_INVALID" });
    expect([stored, segmentIndex.puts]).toEqual([[], []]);
  });

  it("that is gone", async () => {
    await expect(collected(undefined)).rejects.toMatchObject({ code: "OUTPUT_MISSING" });
    expect(stored).toEqual([]);
  });

  it("never tells what the output says in the reason", async () => {
    const bad = item({ embeddingOption: "secret words" });
    const error: unknown = await collected({ data: [bad] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermanentError);
    expect(String(error)).not.toContain("secret");
  });
});

describe("a failure while it is stored", () => {
  it.each(["segmentIndex", "work"] as const)(
    "of %s is passed on, for the workflow to repeat",
    async (port) => {
      const error = new TemporaryError("INTERNAL", "Writing vectors is not possible at the moment.");
      const change =
        port === "segmentIndex"
          ? { segmentIndex: failing<SegmentIndex>(segmentIndex, { method: "put", error }) }
          : { work: failing<ObjectStore>(work, { method: "getStream", error, call: 2 }) };
      await expect(collected({ data: clips("visual", 2) }, change)).rejects.toBe(error);
      expect(await collected({ data: clips("visual", 2) })).toEqual({ segmentCounts: { visual: 2 } });
    },
  );
});

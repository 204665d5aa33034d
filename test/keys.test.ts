import fc from "fast-check";
import {
  embeddingsPrefix,
  folderOf,
  hashOf,
  invocationIdOfOutput,
  runIdOf,
  segmentKey,
  type VersionHash,
  vectorKey,
  versionHashOf,
  videoIdOf,
} from "../lambda/keys.ts";
import { aRun } from "./factories.ts";

const text = fc.string({ unit: "grapheme", minLength: 1 });
const { videoId, runId } = aRun();

describe("ids", () => {
  it("gives different bucket and key pairs different ids, however the text is divided", () => {
    expect(videoIdOf("a", "bc")).not.toBe(videoIdOf("ab", "c"));
    fc.assert(fc.property(text, text, (bucket, key) => /^[0-9a-f]{24}$/.test(videoIdOf(bucket, key))));
  });

  it("tells NFC from NFD: they are two keys to S3", () => {
    expect(videoIdOf("b", "ü".normalize("NFC"))).not.toBe(videoIdOf("b", "ü".normalize("NFD")));
  });

  it("makes another run of another version, profile or generation, and the same of the same", () => {
    const version = { bucket: "b", key: "k", versionId: "v" };
    const id = runIdOf(version, "p", 1);
    expect(runIdOf({ ...version }, "p", 1)).toBe(id);
    const others = [
      runIdOf({ ...version, versionId: "w" }, "p", 1),
      runIdOf(version, "q", 1),
      runIdOf(version, "p", 2),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  it("can name an execution: at most 80 letters and digits", () => expect(runId).toMatch(/^[0-9a-f]{32}$/));
});

it.each([
  ["videos/holiday/beach.mp4", "holiday"],
  ["videos/holiday/2024/beach.mp4", "holiday"],
  ["videos/beach.mp4", "default"],
  ["videos//beach.mp4", "default"],
])("takes %s to the index %s", (key, folder) => expect(folderOf(key)).toBe(folder));

describe("segment and vector keys", () => {
  it("sort by time as text", () => {
    const times = fc.array(fc.nat({ max: 10_000_000 }), { minLength: 2 });
    fc.assert(
      fc.property(times, (startsMs) => {
        const key = (ms: number) =>
          segmentKey(videoId, runId, { option: "visual", scope: "clip", startSec: ms / 1000 }).sk;
        const byTime = [...startsMs].sort((a, b) => a - b).map(key);
        expect([...byTime].sort()).toEqual(byTime);
      }),
    );
  });

  it("differ by scope: a clip and the whole video may begin together", () => {
    const at = { option: "visual", startSec: 0 };
    expect(vectorKey(videoId, runId, { ...at, scope: "clip" })).not.toBe(
      vectorKey(videoId, runId, { ...at, scope: "asset" }),
    );
  });
});

it("finds the invocation behind an output file, and none behind any other", () => {
  const prefix = embeddingsPrefix(
    versionHashOf({ bucket: "b", key: "k", versionId: "v" }),
    "marengo-3.0",
    hashOf("r"),
  );
  expect(invocationIdOfOutput(`${prefix}/abc123def456/output.json`)).toBe("abc123def456");
  expect(invocationIdOfOutput(`${prefix}/abc123def456/manifest.json`)).toBeUndefined();
  expect(invocationIdOfOutput(`answers/${"x" as VersionHash}/output.json`)).toBeUndefined();
});

import { TemporaryError } from "../../lambda/domain/errors.ts";
import { HEAD_BYTES, type MediaFacts } from "../../lambda/domain/media-facts.ts";
import { probe } from "../../lambda/ingest/probe.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import type { Catalog, VideoBytes, VideoObject, VideoObjects } from "../../lambda/ports.ts";
import { aRunInput } from "../factories.ts";
import { manualClock, memoryLog, only } from "../fakes.ts";

const MP4_HEAD = Buffer.alloc(HEAD_BYTES).fill("\0\0\0\x18ftypisom", 0, 12, "latin1");

/** What the reader finds in a sound file of 40 s. */
const facts = (change: Partial<MediaFacts> = {}): MediaFacts => ({
  sizeBytes: 1_000_000,
  head: MP4_HEAD,
  container: "MP4",
  trackCount: 2,
  video: { codec: "avc", codecTag: "avc1", width: 1280, height: 720, rotation: 0, isHdr: false },
  fps: 30_000 / 1001,
  audioCodec: "aac",
  hasAudio: true,
  durationSec: 40,
  startSec: 0,
  isEncrypted: false,
  isCut: false,
  problem: null,
  ...change,
});

interface Change {
  readonly object?: Partial<VideoObject> | null;
  readonly facts?: Partial<MediaFacts>;
  readonly metadata?: Record<string, string>;
  readonly probe?: (object: VideoBytes) => Promise<MediaFacts>;
  readonly isOver?: boolean;
  readonly embeddingOptions?: readonly string[];
}

/** Probes a file; only the catalog's record of it may be written. */
function probed(change: Change = {}) {
  const effects: string[] = [];
  const records: unknown[] = [];
  const sizeBytes = change.facts?.sizeBytes ?? facts().sizeBytes;
  const result = probe({
    catalog: only<Catalog>("catalog", {
      async stepStarted(_run, step) {
        effects.push(`${step} started`);
        return change.isOver !== true;
      },
      async metadataFound(_run, metadata) {
        effects.push("metadata recorded");
        records.push(metadata);
      },
      async mediaProbed(_run, media) {
        effects.push("media recorded");
        records.push(media);
      },
    }),
    videos: only<VideoObjects>("videos", {
      async open() {
        effects.push("opened");
        if (change.object === null) return undefined;
        return only<VideoObject>("object", { sizeBytes, metadata: change.metadata ?? {}, ...change.object });
      },
    }),
    probe:
      change.probe ??
      (async () => {
        effects.push("read");
        return facts(change.facts);
      }),
    models: {
      analysis: analysisModel("pegasus-1.2"),
      embedding: embeddingModel("marengo-3.0"),
      embeddingOptions: change.embeddingOptions ?? ["visual", "audio"],
    },
    clock: manualClock(),
    log: memoryLog(),
  })(aRunInput());
  return { effects, records, result };
}

const wholeVideo = {
  index: 0,
  bucket: "videos-bucket",
  key: "videos/holiday/beach.mp4",
  offsetSec: 0,
  durationSec: 40,
  hasAudio: true,
};

describe("a file that both models take", () => {
  it("is planned as one part for each, and what was measured is recorded", async () => {
    const { result, records, effects } = probed();
    expect(await result).toEqual({
      outcome: "accepted",
      durationSec: 40,
      analyze: { parts: [wholeVideo], reason: null },
      embed: { parts: [wholeVideo], reason: null },
    });
    expect(records).toEqual([
      { durationSec: 40, width: 1280, height: 720, fps: 29.97, videoCodec: "avc", audioCodec: "aac" },
    ]);
    expect(effects).toEqual(["probe started", "opened", "read", "media recorded"]);
  });

  it("says of a silent file that it has no audio track", async () => {
    const { result } = probed({ facts: { hasAudio: false, audioCodec: null } });
    expect(await result).toMatchObject({ embed: { parts: [{ hasAudio: false }] } });
  });
});

describe("what was given with the upload", () => {
  it("is recorded as soon as the object is opened, also of a file that is rejected unread", async () => {
    const { result, records, effects } = probed({
      metadata: { camera: "front", "shot-by": "=?UTF-8?Q?Zo=C3=AB?=" },
      facts: { sizeBytes: 6_000_000_001 },
    });
    expect(await result).toMatchObject({ outcome: "rejected" });
    expect(records).toEqual([{ camera: "front", "shot-by": "Zoë" }]);
    expect(effects).toEqual(["probe started", "opened", "metadata recorded"]);
  });
});

describe("a file that one model alone takes", () => {
  it("is accepted, with the reason of the other", async () => {
    const { result } = probed({ facts: { durationSec: 3661 } });
    expect(await result).toMatchObject({
      outcome: "accepted",
      analyze: { parts: [], reason: { code: "TOO_LONG", step: "analyze" } },
      embed: { parts: [{ durationSec: 3661 }], reason: null },
    });
  });

  it("is not embedded when it has no sound and nothing else is asked for", async () => {
    const { result } = probed({ facts: { hasAudio: false }, embeddingOptions: ["audio"] });
    expect(await result).toMatchObject({
      analyze: { reason: null },
      embed: { parts: [], reason: { code: "CONFIG", step: "embed" } },
    });
  });
});

describe("a file that no model takes", () => {
  it.each<[string, Partial<MediaFacts>, string]>([
    ["too short", { durationSec: 3.9 }, "TOO_SHORT"],
    ["too long", { durationSec: 5 * 3600 }, "TOO_LONG"],
    ["too small a picture", { video: { ...video(), width: 320, height: 240 } }, "RESOLUTION"],
    ["no picture", { video: null, trackCount: 1 }, "NO_VIDEO_TRACK"],
    ["copy protection", { isEncrypted: true }, "ENCRYPTED"],
    ["its end missing", { isCut: true }, "CORRUPT"],
    ["headers that cannot be read", { problem: "a box is too long" }, "CORRUPT"],
    ["no tracks", { trackCount: 0 }, "CORRUPT"],
    ["no duration", { durationSec: null }, "UNKNOWN_DURATION"],
    ["an unknown codec", { video: { ...video(), codec: null } }, "UNSUPPORTED_CODEC"],
    ["the content of a text", { head: Buffer.from("just some words\n"), trackCount: 0 }, "NOT_MEDIA"],
  ])("because it has %s is rejected with a reason and a hint", async (_, change, code) => {
    const { result } = probed({ facts: change });
    expect(await result).toEqual({
      outcome: "rejected",
      reason: {
        code,
        step: "probe",
        message: expect.stringMatching(/^The .+\.$/),
        hint: expect.stringMatching(/.+\.$/),
        retryable: false,
      },
    });
  });

  it.each([
    ["empty", 0, "EMPTY"],
    ["larger than both take", 6_000_000_001, "TOO_LARGE"],
  ])("because it is %s is rejected without reading a byte of it", async (_, sizeBytes, code) => {
    const { result, effects } = probed({ facts: { sizeBytes } });
    expect(await result).toMatchObject({ outcome: "rejected", reason: { code } });
    expect(effects).toEqual(["probe started", "opened"]);
  });

  it("because this version is gone is rejected", async () => {
    const { result, effects } = probed({ object: null });
    expect(await result).toMatchObject({ outcome: "rejected", reason: { code: "OBJECT_MISSING" } });
    expect(effects).toEqual(["probe started", "opened"]);
  });
});

describe("a probe that cannot be done", () => {
  it("of a run that is over reads nothing", async () => {
    const { result, effects } = probed({ isOver: true });
    await expect(result).rejects.toMatchObject({ name: "PermanentError", code: "SUPERSEDED" });
    expect(effects).toEqual(["probe started"]);
  });

  it("because S3 is busy is no verdict on the file", async () => {
    const error = new TemporaryError("INTERNAL", "Reading the video is not possible at the moment.");
    const { result, effects } = probed({ probe: () => Promise.reject(error) });
    await expect(result).rejects.toBe(error);
    expect(effects).not.toContain("media recorded");
  });
});

function video() {
  const found = facts().video;
  if (found === null) throw new Error("the facts have a picture");
  return found;
}

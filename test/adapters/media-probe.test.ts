import fc from "fast-check";
import {
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  WavOutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import { PROBE_LIMITS, probeMedia } from "../../lambda/adapters/media-probe.ts";
import { judgeMedia } from "../../lambda/domain/media.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import { clip } from "./clips.ts";

function objectOf(bytes: Uint8Array) {
  const seen = { reads: 0, bytes: 0 };
  const read = async (start: number, end: number) => {
    seen.reads += 1;
    seen.bytes += end - start;
    return bytes.slice(start, end);
  };
  return { sizeBytes: bytes.length, read, seen };
}
const probe = (bytes: Uint8Array) => probeMedia(objectOf(bytes));

async function verdict(bytes: Uint8Array): Promise<string> {
  const models = {
    analysis: analysisModel("pegasus-1.2"),
    embedding: embeddingModel("marengo-3.0"),
    embeddingOptions: ["visual"],
  };
  const probed = judgeMedia(await probe(bytes), models, { bucket: "b", key: "k" });
  return probed.outcome === "rejected" ? probed.reason.code : "OK";
}

/** The bytes with one text of four letters replaced by another, wherever it stands. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll(from, to), "latin1"));
}

const mp4 = () => new Mp4OutputFormat({ fastStart: false });
const faststart = () => new Mp4OutputFormat({ fastStart: "in-memory" });
const fragmented = () => new Mp4OutputFormat({ fastStart: "fragmented" });
const live = () => new MkvOutputFormat({ appendOnly: true });

describe("a sound file", () => {
  it.each([
    ["an MP4 with its index at the end", mp4()],
    ["an MP4 with its index in front", faststart()],
    ["a fragmented MP4 that states no duration", fragmented()],
    ["a QuickTime file", new MovOutputFormat()],
    ["a Matroska file", new MkvOutputFormat()],
    ["an unfinished Matroska recording", live()],
  ])("tells its facts: %s", async (_, format) => {
    const facts = await probe(await clip(format));
    // A recording does not say how long its last picture is shown, which is a tenth of a second.
    expect(facts.durationSec).toBeGreaterThan(4.89);
    expect(facts.durationSec).toBeLessThan(5.01);
    expect(facts).toMatchObject({
      trackCount: 2,
      video: { codec: "vp8", width: 640, height: 360, rotation: 0, isHdr: false },
      fps: 10,
      audioCodec: "pcm-s16",
      hasAudio: true,
      isEncrypted: false,
      isCut: false,
      problem: null,
    });
  });

  it("shows the picture as it is seen", async () => {
    const facts = await probe(await clip(mp4(), { width: 1920, height: 1080, rotation: 90 }));
    expect(facts.video).toMatchObject({ width: 1080, height: 1920, rotation: 90 });
  });

  it("may have no sound, or nothing but sound", async () => {
    expect(await probe(await clip(mp4(), { sound: false }))).toMatchObject({
      hasAudio: false,
      audioCodec: null,
    });
    expect(await probe(await clip(new WebMOutputFormat(), { sound: false }))).toMatchObject({
      hasAudio: false,
    });
    expect(await probe(await clip(new WavOutputFormat(), { picture: false }))).toMatchObject({
      video: null,
      hasAudio: true,
    });
    expect(await verdict(await clip(mp4(), { picture: false }))).toBe("NO_VIDEO_TRACK");
  });

  it("may begin late: its duration does not count the time before", async () => {
    const facts = await probe(await clip(new MkvOutputFormat(), { startSec: 7 }));
    expect(facts.startSec).toBeCloseTo(7, 1);
    expect(facts.durationSec).toBeCloseTo(5, 1);
  });

  it("is read in part only", async () => {
    const object = objectOf(await clip(mp4(), { seconds: 600 }));
    await probeMedia(object);
    expect(object.sizeBytes).toBeGreaterThan(10_000_000);
    expect(object.seen.bytes).toBeLessThan(1_000_000);
    expect(object.seen.reads).toBeLessThan(15);
  });
});

describe("a damaged file", () => {
  it.each([
    ["cut before its index", mp4(), 0.6, "CORRUPT"],
    ["cut behind its index", faststart(), 0.6, "CORRUPT"],
    ["cut behind its index by a few bytes", faststart(), 0.9999, "CORRUPT"],
    ["a fragmented file, cut", fragmented(), 0.6, "CORRUPT"],
    ["a Matroska file, cut", new MkvOutputFormat(), 0.6, "CORRUPT"],
    ["cut inside its first box", mp4(), 0.0001, "CORRUPT"],
  ])("is refused: %s", async (_, format, share, code) => {
    const whole = await clip(format);
    expect(await verdict(whole)).toBe("OK");
    expect(await verdict(whole.slice(0, Math.ceil(whole.length * share)))).toBe(code);
  });

  it("is refused without its index", async () => {
    expect(await verdict(renamed(await clip(mp4()), "moov", "free"))).toBe("CORRUPT");
  });

  it("is refused when it is encrypted", async () => {
    expect(await verdict(renamed(await clip(mp4()), "vp08", "encv"))).toBe("ENCRYPTED");
  });

  it("is refused when a fragment claims billions of samples", async () => {
    const bytes = await clip(fragmented());
    const run = Buffer.from(bytes).indexOf("trun") + 4;
    // No field of its own for any sample, and 2^32 - 1 samples.
    new DataView(bytes.buffer).setUint32(run, 0);
    new DataView(bytes.buffer).setUint32(run + 4, 0xffffffff);
    expect((await probe(bytes)).problem).toContain("the index of a fragment");
    expect(await verdict(bytes)).toBe("CORRUPT");
  });

  it("is refused when it is a Matroska file full of junk", async () => {
    const header = [
      0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d, 0x18, 0x53, 0x80, 0x67, 0xff,
    ];
    const junk = Uint8Array.from([...header, ...new Uint8Array(100_000)]);
    expect(await verdict(junk)).toBe("CORRUPT");
  });

  it("is refused with an unknown codec", async () => {
    expect(await verdict(renamed(await clip(mp4()), "vp08", "mp4v"))).toBe("UNSUPPORTED_CODEC");
  });

  it("is refused without saying that its text was read as a video", async () => {
    expect(await verdict(Buffer.from("<Error><Code>AccessDenied</Code></Error>"))).toBe("NOT_MEDIA");
    expect(await verdict(new Uint8Array())).toBe("EMPTY");
    expect(await verdict(new Uint8Array(5000))).toBe("NOT_MEDIA");
  });

  it("gets a verdict whatever bytes of its headers are wrong", async () => {
    const clips = await Promise.all(
      [mp4(), faststart(), fragmented(), live(), new MkvOutputFormat()].map((format) =>
        clip(format, { seconds: 4 }),
      ),
    );
    const wrong = fc.record({
      file: fc.constantFrom(...clips),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.oneof(
        fc.constant(Uint8Array.of(255, 255, 255, 255)),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(wrong, async ({ file, at, bytes }) => {
        const damaged = file.slice();
        const moov = Math.max(0, Buffer.from(file).indexOf("moov"));
        damaged.set(bytes, Math.min(moov + Math.floor(at * 1500), file.length - bytes.length));
        expect(await verdict(damaged)).toMatch(/^[A-Z_]+$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a store that fails", () => {
  it("is not blamed on the file", async () => {
    const bytes = await clip(mp4());
    for (const failing of [1, 2, 3]) {
      let reads = 0;
      const read = async (start: number, end: number) => {
        reads += 1;
        if (reads === failing) throw new Error("SlowDown");
        return bytes.slice(start, end);
      };
      const small = { ...PROBE_LIMITS, header: { ...PROBE_LIMITS.header, blockBytes: 4096 } };
      await expect(probeMedia({ sizeBytes: bytes.length, read }, small)).rejects.toThrow("SlowDown");
    }
  });

  it("that answers with fewer bytes is noticed", async () => {
    const bytes = await clip(mp4());
    const read = async (start: number, end: number) => bytes.slice(start, end - 1);
    await expect(probeMedia({ sizeBytes: bytes.length, read })).rejects.toThrow("bytes where");
  });

  it("that never answers is given up", async () => {
    const bytes = await clip(mp4());
    let reads = 0;
    const read = (start: number, end: number) => {
      reads += 1;
      return reads === 1
        ? Promise.resolve(bytes.slice(start, end))
        : new Promise<Uint8Array>(() => undefined);
    };
    const hurried = { ...PROBE_LIMITS, timeMs: 20, header: { ...PROBE_LIMITS.header, blockBytes: 4096 } };
    await expect(probeMedia({ sizeBytes: bytes.length, read }, hurried)).rejects.toMatchObject({
      name: "TemporaryError",
    });
  });
});

describe("the rate", () => {
  it.each([
    ["as the time stamps tell it", mp4(), { rate: 30_000 / 1001 }, 29.97],
    ["in a container of milliseconds", new MkvOutputFormat(), { rate: 24 }, 24],
    ["of pictures that are stored in another order than shown", mp4(), { rate: 25, reordered: 4 }, 25],
    ["of few pictures, all of which are counted", mp4(), { rate: 4, seconds: 4 }, 4],
    ["of a clip that begins late", new MkvOutputFormat(), { startSec: 7 }, 10],
  ])("is found %s", async (_, format, options, fps) => {
    const facts = await probe(await clip(format, { seconds: 10, sound: false, ...options }));
    expect(facts.fps).toBeCloseTo(fps, 2);
  });

  it("is unknown where it takes more reading than is worth it, which is no verdict on the file", async () => {
    const bytes = await clip(new MkvOutputFormat(), { seconds: 60 });
    const rate = { reads: 0, bytes: 0, blockBytes: 4096, busyMs: 1000 };
    const facts = await probeMedia(objectOf(bytes), { ...PROBE_LIMITS, rate });
    expect(facts).toMatchObject({ fps: null, problem: null, isCut: false });
    expect(facts.durationSec).toBeGreaterThan(59);
  });

  it("costs an MP4 no further read", async () => {
    const bytes = await clip(mp4(), { seconds: 600 });
    const rate = { reads: 0, bytes: 0, blockBytes: 65_536, busyMs: 1000 };
    expect(await probeMedia(objectOf(bytes), { ...PROBE_LIMITS, rate })).toMatchObject({ fps: 10 });
  });
});

describe("the bounds", () => {
  it("end a walk that is not worth it without a duration", async () => {
    const walk = { reads: 3, bytes: 100_000, blockBytes: 16_384, busyMs: 1000 };
    const facts = await probeMedia(objectOf(await clip(live(), { seconds: 60 })), { ...PROBE_LIMITS, walk });
    expect(facts).toMatchObject({ durationSec: null, problem: null, isCut: false });
  });

  it("end the reading of headers that are too large", async () => {
    const header = { reads: 100, bytes: 20_000, blockBytes: 4096, busyMs: 1000 };
    const object = objectOf(await clip(mp4(), { seconds: 600 }));
    const facts = await probeMedia(object, { ...PROBE_LIMITS, header });
    expect(facts.problem).not.toBeNull();
    expect(object.seen.bytes).toBeLessThanOrEqual(20_000);
  });
});

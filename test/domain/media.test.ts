import type { ReasonCode } from "../../lambda/contracts/reason.ts";
import { judgeMedia, judgeSize, type ModelChoice } from "../../lambda/domain/media.ts";
import { type MediaFacts, mediaRecordOf, type VideoFacts } from "../../lambda/domain/media-facts.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";

const models: ModelChoice = {
  analysis: analysisModel("pegasus-1.2"),
  embedding: embeddingModel("marengo-3.0"),
  embeddingOptions: ["visual", "audio", "transcription"],
};
const object = { bucket: "videos", key: "videos/a b.mp4" };
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
/** Packets of a transport stream have 188 bytes. */
const STREAM_HEAD = `G${"\0".repeat(187)}`.repeat(3);
const MP4_HEAD = latin1("\0\0\0\x18ftypisom");

const picture: VideoFacts = {
  codec: "avc",
  codecTag: "avc1",
  width: 1280,
  height: 720,
  rotation: 0,
  isHdr: false,
};
const facts = (changes: Partial<MediaFacts> = {}): MediaFacts => ({
  sizeBytes: 1_000_000,
  head: MP4_HEAD,
  container: "MP4",
  trackCount: 2,
  video: picture,
  fps: 25,
  audioCodec: "aac",
  hasAudio: true,
  durationSec: 40,
  startSec: 0,
  isEncrypted: false,
  isCut: false,
  problem: null,
  ...changes,
});
/** What the probe finds in a file that it cannot read. */
const unread = (head: string, problem: string | null = "unsupported format"): MediaFacts =>
  facts({
    head: latin1(head),
    problem,
    container: null,
    trackCount: 0,
    video: null,
    fps: null,
    audioCodec: null,
    hasAudio: false,
    durationSec: null,
  });

function reasonFor(value: MediaFacts, choice = models) {
  const verdict = judgeMedia(value, choice, object);
  if (verdict.outcome !== "rejected") throw new Error("accepted");
  expect(verdict.reason.step).toBe("probe");
  return verdict.reason;
}

function accepted(value: MediaFacts, choice = models) {
  const verdict = judgeMedia(value, choice, object);
  if (verdict.outcome !== "accepted") throw new Error(verdict.reason.message);
  return verdict;
}

describe("a sound video", () => {
  it("is one part for each model", () => {
    const part = { index: 0, ...object, offsetSec: 0, durationSec: 40, hasAudio: true };
    expect(accepted(facts())).toEqual({
      outcome: "accepted",
      durationSec: 40,
      analyze: { parts: [part], reason: null },
      embed: { parts: [part], reason: null },
    });
  });

  it("may be silent", () => {
    expect(accepted(facts({ hasAudio: false, audioCodec: null })).embed.parts[0]?.hasAudio).toBe(false);
  });

  it.each([
    ["the shortest", { durationSec: 4 }],
    ["the longest", { durationSec: 3600 }],
    ["the largest for Pegasus", { sizeBytes: 1_999_999_999 }],
    ["the smallest picture", { video: { ...picture, width: 360, height: 360 } }],
    ["the largest picture", { video: { ...picture, width: 5184, height: 2160 } }],
    ["the largest picture, standing", { video: { ...picture, width: 2160, height: 5184 } }],
    ["a wide film whose height was rounded", { video: { ...picture, width: 1920, height: 784 } }],
  ])("is taken by both models: %s", (_, changes) => {
    const { analyze, embed } = accepted(facts(changes));
    expect([analyze.reason, embed.reason]).toEqual([null, null]);
  });

  it("is kept as what was measured", () => {
    expect(mediaRecordOf(facts())).toEqual({
      durationSec: 40,
      width: 1280,
      height: 720,
      fps: 25,
      videoCodec: "avc",
      audioCodec: "aac",
    });
    expect(mediaRecordOf(unread("x"))).toEqual({});
    expect(mediaRecordOf(facts({ durationSec: Number.NaN }))).not.toHaveProperty("durationSec");
  });

  it.each([
    [24_000 / 1001, 23.98],
    [0.1, 0.1],
    [1000, 1000],
    [1001, undefined],
    [0.001, undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])("has a rate of two decimals that a film can have: %s is %s", (fps, kept) => {
    expect(mediaRecordOf(facts({ fps })).fps).toBe(kept);
  });
});

describe("a video that only one model takes", () => {
  it.each([
    [{ durationSec: 3660 }, "TOO_LONG", "The video lasts 61 min 0 s; Pegasus 1.2 takes at most 60 min."],
    [
      { durationSec: 3600.001 },
      "TOO_LONG",
      "The video lasts 60 min 0.001 s; Pegasus 1.2 takes at most 60 min.",
    ],
    [{ durationSec: 14_400 }, "TOO_LONG", "The video lasts 240 min 0 s; Pegasus 1.2 takes at most 60 min."],
    [
      { sizeBytes: 2_000_000_000 },
      "TOO_LARGE",
      "The file has 2,000,000,000 bytes; Pegasus 1.2 takes at most 1,999,999,999 bytes.",
    ],
    [
      { sizeBytes: 6_000_000_000 },
      "TOO_LARGE",
      "The file has 6,000,000,000 bytes; Pegasus 1.2 takes at most 1,999,999,999 bytes.",
    ],
  ])("is embedded all the same: %j", (changes, code, message) => {
    const { analyze, embed } = accepted(facts(changes));
    expect(analyze).toMatchObject({
      parts: [],
      reason: { code, message, step: "analyze", retryable: false },
    });
    expect(embed).toMatchObject({ parts: [{ index: 0 }], reason: null });
  });

  it("is analyzed all the same when the other way round", () => {
    const choice = {
      ...models,
      analysis: analysisModel("pegasus-1.5"),
      embedding: embeddingModel("marengo-2.7"),
    };
    const { analyze, embed } = accepted(facts({ durationSec: 7200 }), choice);
    expect([analyze.reason, embed.reason]).toEqual([null, null]);
    const long = {
      ...choice,
      embedding: { ...choice.embedding, limits: { ...choice.embedding.limits, maxSeconds: 3600 } },
    };
    const split = accepted(facts({ durationSec: 7200 }), long);
    expect(split.analyze.reason).toBeNull();
    expect(split.embed.reason).toMatchObject({ code: "TOO_LONG", step: "embed" });
  });

  it("is not embedded when only its missing sound would be", () => {
    const choice = { ...models, embeddingOptions: ["audio", "transcription"] };
    const { analyze, embed } = accepted(facts({ hasAudio: false }), choice);
    expect(analyze.reason).toBeNull();
    expect(embed).toMatchObject({ parts: [], reason: { code: "CONFIG", step: "embed" } });
    expect(reasonFor(facts({ hasAudio: false, durationSec: 3700 }), choice).code).toBe("TOO_LONG");
  });
});

describe("a file that no model takes", () => {
  it.each([
    [
      { durationSec: 3.999 },
      "TOO_SHORT",
      "The video lasts 3.999 s; Pegasus 1.2 and Marengo Embed 3.0 take at least 4 s.",
    ],
    [
      { durationSec: 14_400.5 },
      "TOO_LONG",
      "The video lasts 240 min 0.5 s; Pegasus 1.2 takes at most 60 min, Marengo Embed 3.0 at most 240 min.",
    ],
    [
      { sizeBytes: 6_000_000_001 },
      "TOO_LARGE",
      "The file has 6,000,000,001 bytes; Pegasus 1.2 takes at most 1,999,999,999 bytes, Marengo Embed 3.0 at most 6,000,000,000 bytes.",
    ],
    [
      { video: { ...picture, width: 640, height: 359 } },
      "RESOLUTION",
      "The picture has 640x359 pixels; Pegasus 1.2 and Marengo Embed 3.0 take at least 360x360.",
    ],
    [
      { video: { ...picture, width: 5186, height: 2160 } },
      "RESOLUTION",
      "The picture has 5186x2160 pixels; Pegasus 1.2 and Marengo Embed 3.0 take at most 5184x2160, lying or standing.",
    ],
    [
      { video: { ...picture, width: 2880, height: 2880 } },
      "RESOLUTION",
      "The picture has 2880x2880 pixels; Pegasus 1.2 and Marengo Embed 3.0 take at most 5184x2160, lying or standing.",
    ],
    [
      { video: { ...picture, width: 400, height: 1000 } },
      "RESOLUTION",
      "The picture has 400x1000 pixels; Pegasus 1.2 and Marengo Embed 3.0 take sides of at most 2.45:1.",
    ],
  ])("is rejected with its numbers: %j", (changes, code, message) => {
    expect(reasonFor(facts(changes))).toMatchObject({ code, message, retryable: false });
  });

  it("is rejected for the limit that both have, whatever else one of them has", () => {
    const value = facts({ durationSec: 3700, video: { ...picture, width: 200, height: 200 } });
    expect(reasonFor(value).code).toBe("RESOLUTION");
  });

  it("needs no reading when its size tells", () => {
    expect(judgeSize(0, models)?.code).toBe("EMPTY");
    expect(judgeSize(50_000_000_000, models)?.code).toBe("TOO_LARGE");
    expect(judgeSize(6_000_000_000, models)).toBeUndefined();
    expect(judgeSize(1, models)).toBeUndefined();
  });
});

describe("a file without a usable video", () => {
  const defects: [string, MediaFacts, ReasonCode, string][] = [
    ["nothing in it", facts({ sizeBytes: 0 }), "EMPTY", "The file is empty: it has 0 bytes."],
    [
      "no tracks",
      unread("\0\0\0\x14ftypqt  ", null),
      "CORRUPT",
      "an MP4 or QuickTime file, but it has no tracks",
    ],
    ["headers that break off", unread("\0\0\0\x14ftypisom"), "CORRUPT", "its headers cannot be read"],
    ["a broken Matroska header", unread("\x1a\x45\xdf\xa3"), "CORRUPT", "a Matroska or WebM file, but"],
    ["thousands of tracks", facts({ trackCount: 2000 }), "CORRUPT", "2000 tracks"],
    [
      "its end missing",
      facts({ isCut: true }),
      "CORRUPT",
      "it has 1000000 bytes, and the end of the video is missing",
    ],
    ["a duration that is no number", facts({ durationSec: Number.NaN }), "CORRUPT", "lasts NaN s"],
    ["a negative duration", facts({ durationSec: -5 }), "CORRUPT", "lasts -5 s"],
    ["an endless duration", facts({ durationSec: Number.POSITIVE_INFINITY }), "CORRUPT", "Infinity"],
    ["an absurd duration", facts({ durationSec: 1e18 }), "CORRUPT", "lasts 1000000000000000000 s"],
    ["no picture size", facts({ video: { ...picture, width: 0 } }), "CORRUPT", "0x720 pixels"],
    ["no duration", facts({ durationSec: null }), "UNKNOWN_DURATION", "does not tell how long"],
    ["a duration of zero", facts({ durationSec: 0 }), "UNKNOWN_DURATION", "does not tell how long"],
    ["sound only", facts({ video: null, trackCount: 1 }), "NO_VIDEO_TRACK", "sound but no picture"],
    [
      "a transport stream with sound and a picture that is not read",
      facts({ container: "MPEG Transport Stream", video: null, trackCount: 1, head: latin1(STREAM_HEAD) }),
      "UNSUPPORTED_CODEC",
      "without a picture in H.264 or H.265",
    ],
    [
      "a transport stream in which nothing is read",
      { ...unread(STREAM_HEAD, null), container: "MPEG Transport Stream" },
      "UNSUPPORTED_CODEC",
      "without a picture in H.264 or H.265",
    ],
    [
      "an unreadable sound file",
      unread("FORM\0\0\0\0AIFF"),
      "NO_VIDEO_TRACK",
      "an AIFF sound file: it has no picture",
    ],
    [
      "a picture in Theora",
      facts({ video: null, head: latin1("OggS\0\x02\x80theora") }),
      "UNSUPPORTED_CODEC",
      "Theora",
    ],
    [
      "an unknown codec",
      facts({ video: { ...picture, codec: null, codecTag: "mp4v" } }),
      "UNSUPPORTED_CODEC",
      '"mp4v"',
    ],
    [
      "no codec at all",
      facts({ video: { ...picture, codec: null, codecTag: null } }),
      "CORRUPT",
      "how its picture is encoded",
    ],
    [
      "copy protection",
      facts({ isEncrypted: true, video: { ...picture, codec: null } }),
      "ENCRYPTED",
      "copy-protected",
    ],
  ];
  it.each(defects)("is rejected: %s", (_, value, code, text) => {
    const { code: found, message } = reasonFor(value);
    expect(found).toBe(code);
    expect(message).toContain(text);
  });
});

describe("what the first bytes tell", () => {
  it.each([
    ["\xff\xd8\xff\xe0", "a JPEG image"],
    ["\x89PNG\r\n\x1a\n", "a PNG image"],
    ["GIF89a", "a GIF image"],
    ["RIFF\0\0\0\0WEBPVP8 ", "a WebP image"],
    ["\0\0\0\x1cftypavif\0\0\0\0", "an image (AVIF or HEIC)"],
    ["\0\0\0\x18ftypheic\0\0\0\0", "an image (AVIF or HEIC)"],
    ["%PDF-1.7", "a PDF document"],
    ["PK\x03\x04\x14\0", "a ZIP archive"],
    ["<!DOCTYPE html><html>", "a web page"],
    ["\n<html><body>404", "a web page"],
    ['<?xml version="1.0"?><Error><Code>AccessDenied</Code>', "an XML text"],
    ["<Error><Code>NoSuchKey</Code></Error>", "an XML text"],
    ["#EXTM3U\n#EXT-X-VERSION:3\nseg1.ts\n", "a playlist"],
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "a text file"],
    ["\xff\xfeh\0i\0", "a text file"],
  ])("%j is no video, and is named", (head, name) => {
    expect(reasonFor(unread(head))).toMatchObject({
      code: "NOT_MEDIA",
      message: expect.stringContaining(`The file is ${name}`),
    });
  });

  it("wins over a reader that takes a picture for sound", () => {
    expect(reasonFor(facts({ head: latin1("\xff\xd8\xff\xe0"), video: null })).code).toBe("NOT_MEDIA");
  });

  it("does not take the length of a first box for a stream's mark", () => {
    for (const head of ["\0\0\0\x01mdat\0\0\0\0\0\x10\0\0", "\0\0\x01\xbaftypisom"]) {
      expect(accepted(facts({ head: latin1(head) })).analyze.reason).toBeNull();
    }
  });

  it("does not take text of many bytes a sign for binary, nor a cut sign", () => {
    const head = new TextEncoder().encode("Überschrift — 中文".repeat(300)).subarray(0, 4096);
    expect(reasonFor(facts({ ...unread(""), head })).message).toContain("a text file");
  });

  it.each([
    "RIFF\0\0\0\0AVI LIST",
    "\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    "FLV\x01\x05",
    "\0\0\x01\xba\x44",
    "\0\0\0\x01\x67\x42",
  ])("%j is a video in an unsupported form", (head) => {
    const { code, hint } = reasonFor(unread(head));
    expect(code).toBe("UNSUPPORTED_CODEC");
    expect(hint).toContain("MP4 with H.264");
  });

  it("says of anything else that it is no video", () => {
    expect(reasonFor(unread("\0\x01\x02\x03\x04\x05\x06\x07"))).toMatchObject({ code: "NOT_MEDIA" });
    expect(reasonFor(unread("\0".repeat(4096))).code).toBe("NOT_MEDIA");
  });
});

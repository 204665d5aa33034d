import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDecoderPool, type DecoderPool } from "../../../local/bedrock/media/decoder-pool.ts";
import type { Measurement } from "../../../local/bedrock/media/measurement.ts";
import { createMeasurer } from "../../../local/bedrock/media/measurer.ts";
import { isUnheard } from "../../../local/bedrock/media/unheard.ts";
import { findChapters } from "../../../local/bedrock/scenes/chapters.ts";
import { heardIn, mainSound } from "../../../local/bedrock/scenes/heard.ts";
import { lookOf, rankedColours } from "../../../local/bedrock/scenes/look.ts";
import { openStore } from "../../../local/store.ts";
import "./patience.ts";

interface Truth {
  file: string;
  duration: number;
  width: number;
  height: number;
  hasAudio: boolean;
  segments: {
    start: number;
    end: number;
    colour: string;
    brightness: string;
    moving: boolean;
    sound: string;
  }[];
  cuts: number[];
}

const path = (file: string) => fileURLToPath(new URL(`../../../samples/${file}`, import.meta.url));
const truths = JSON.parse(await readFile(path("truth.json"), "utf8")) as Truth[];
let pool: DecoderPool;

beforeAll(() => {
  pool = createDecoderPool(1);
});
afterAll(() => pool.close());

const measure = async (file: string) => (await pool.measure({ kind: "media", path: file })) as Measurement;

describe.each(truths)("$file", (truth) => {
  let measured: Measurement;
  beforeAll(async () => {
    measured = await measure(path(truth.file));
  });

  it("has the length and size that it was made with", () => {
    expect(Math.abs(measured.durationSec - truth.duration)).toBeLessThan(0.1);
    expect(measured.picture).toMatchObject({ width: truth.width, height: truth.height });
    expect(measured.sound !== null).toBe(truth.hasAudio);
  });

  it("is cut where it was cut, to a tenth of a second", () => {
    const cuts = measured.picture?.cuts ?? [];
    expect(cuts).toHaveLength(truth.cuts.length);
    for (const [index, cut] of cuts.entries()) {
      expect(Math.abs(cut.atSec - (truth.cuts[index] ?? 0))).toBeLessThan(0.1);
    }
    const { picture, durationSec } = measured;
    expect(picture && findChapters(picture, durationSec)).toHaveLength(truth.segments.length);
  });

  it("shows and sounds as it was made", () => {
    for (const { start, end, colour, brightness, moving, sound } of truth.segments) {
      if (measured.picture === null) throw new Error("no picture");
      const look = lookOf(measured.picture, start + 0.1, end - 0.1);
      expect(rankedColours(look)[0]?.colour).toBe(colour);
      expect(look.motion > 0.02).toBe(moving);
      expect(look.light < 0.3).toBe(brightness === "dark");
      // The encoders smear a sound by some milliseconds over a cut.
      const track = measured.sound;
      const heard = isUnheard(track) ? track : mainSound(heardIn(track, start + 1, end - 1));
      expect(heard ?? "none").toBe(sound);
    }
  });

  it("gives the same numbers again", async () => {
    expect(await measure(path(truth.file))).toEqual(measured);
  });
});

describe("rotten files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rotten-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are refused, or measured as far as they go, wherever they were cut", async () => {
    const whole = await readFile(path("three-colours.mp4"));
    for (const share of [0, 0.01, 0.3, 0.6, 0.9]) {
      const file = join(folder, `cut-${share}.mp4`);
      await writeFile(file, whole.subarray(0, Math.floor(whole.length * share)));
      const measured = await measure(file).catch((error: unknown) => error);
      if (measured instanceof Error) expect(measured).toMatchObject({ fault: "unprocessable" });
      else expect((measured as Measurement).durationSec).toBeLessThan(18.1);
    }
  });

  it("end a video that is cut short where its data ends", async () => {
    const whole = await readFile(path("moving-square.webm"));
    const file = join(folder, "short.webm");
    await writeFile(file, whole.subarray(0, Math.floor(whole.length * 0.75)));
    const { durationSec } = await measure(file);
    expect(durationSec).toBeGreaterThan(3);
    expect(durationSec).toBeLessThan(11);
  });

  it("do no harm with flipped bytes", async () => {
    const bytes = Buffer.from(await readFile(path("three-colours.mp4")));
    for (let at = 5000; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const file = join(folder, "flipped.mp4");
    await writeFile(file, bytes);
    await measure(file).catch((error: unknown) => expect(error).toMatchObject({ name: "MeasuringFailed" }));
    expect((await measure(path("silent-portrait.mp4"))).picture).not.toBeNull();
  });
});

describe("decoder processes", () => {
  let folder: string;
  const pools: DecoderPool[] = [];
  const poolOf = async (program: string, limitMs = 60_000) => {
    const file = join(folder, `${pools.length}.mjs`);
    await writeFile(file, program);
    const made = createDecoderPool(1, limitMs, file);
    pools.push(made);
    return made;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "decoders-"));
  });
  afterAll(async () => {
    for (const made of pools) await made.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("that crash fail their file only", async () => {
    const crashing = await poolOf(`
      process.on("message", ({ path }) =>
        path.endsWith("bad") ? process.abort() : process.send({ kind: "measured", result: { ok: true } }));
      process.send({ kind: "ready" });`);
    await expect(crashing.measure({ kind: "media", path: "/bad" })).rejects.toMatchObject({
      fault: "crashed",
    });
    expect(await crashing.measure({ kind: "media", path: "/good" })).toEqual({ ok: true });
  });

  it("that die late, of the file before, do not fail the next file", async () => {
    const late = await poolOf(`
      process.on("message", ({ path }) => {
        if (!path.endsWith("rotten")) return setTimeout(() => process.send({ kind: "measured", result: { path } }), 100);
        process.send({ kind: "measured", result: { path } });
        setTimeout(() => process.abort(), 30);
      });
      process.send({ kind: "ready" });`);
    expect(await late.measure({ kind: "media", path: "/rotten" })).toEqual({ path: "/rotten" });
    expect(await late.measure({ kind: "media", path: "/good" })).toEqual({ path: "/good" });
  });

  it("that are ended by closing leave no verdict about the file", async () => {
    const slow = await poolOf(`process.on("message", () => {}); process.send({ kind: "ready" });`);
    const measuring = slow.measure({ kind: "media", path: "/x" });
    measuring.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    await slow.close();
    await expect(measuring).rejects.toMatchObject({ fault: "failed" });
  });

  it("that hang are ended at the time limit", async () => {
    const hanging = await poolOf(`process.on("message", () => {}); process.send({ kind: "ready" });`, 50);
    await expect(hanging.measure({ kind: "media", path: "/x" })).rejects.toMatchObject({ fault: "crashed" });
  });

  it("without a decoder say so instead of inventing", async () => {
    const without = await poolOf(`process.send({ kind: "unavailable", message: "no such package" });`);
    await expect(without.measure({ kind: "media", path: "/x" })).rejects.toMatchObject({
      fault: "unavailable",
      message: "no such package",
    });
  });
});

it("measures a file once, even across a restart, and never keeps a crash as a verdict", async () => {
  const folder = await mkdtemp(join(tmpdir(), "measurer-"));
  let calls = 0;
  let crash = true;
  const counting = {
    measure: async () => {
      calls++;
      if (crash) throw Object.assign(new Error("x"), { fault: "crashed" });
      return { durationSec: 5, picture: null, sound: null };
    },
    warm: () => {},
    close: async () => {},
  };
  const file = { path: "/x", identity: "etag/1" };
  for (const run of [1, 2]) {
    const store = await openStore(folder);
    const measurer = createMeasurer(store, counting);
    if (run === 1) await expect(measurer.media(file)).rejects.toThrow("x");
    crash = false;
    await Promise.all([measurer.media(file), measurer.media(file)]);
    await store.close();
  }
  expect(calls).toBe(2);
  await rm(folder, { recursive: true, force: true });
});

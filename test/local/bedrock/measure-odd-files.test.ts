import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MkvOutputFormat, Mp4OutputFormat, MpegTsOutputFormat, type VideoSampleSink } from "mediabunny";
import { createDecoderPool, type DecoderPool } from "../../../local/bedrock/media/decoder-pool.ts";
import { framesInTurn } from "../../../local/bedrock/media/frames-at.ts";
import type { Measurement } from "../../../local/bedrock/media/measurement.ts";
import { isUnheard } from "../../../local/bedrock/media/unheard.ts";
import { heardIn, mainSound } from "../../../local/bedrock/scenes/heard.ts";
import { remux } from "./remux.ts";
import "./patience.ts";

let folder: string;
let pool: DecoderPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "odd-files-"));
  pool = createDecoderPool(1);
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

const measure = async (path: string) => (await pool.measure({ kind: "media", path })) as Measurement;
const mainIn = ({ sound }: Measurement, startSec: number, endSec: number) =>
  isUnheard(sound) ? sound : mainSound(heardIn(sound, startSec, endSec));
/** Where three-colours.mp4 is cut, seconds. */
const CUTS = [6, 12];

function expectCuts({ picture }: Measurement): void {
  const found = picture?.cuts.map(({ atSec }) => atSec) ?? [];
  expect(found).toHaveLength(CUTS.length);
  for (const [index, cut] of CUTS.entries()) expect(Math.abs((found[index] ?? 0) - cut)).toBeLessThan(0.1);
}

it("a frame that is shown for longer than between two looks is looked at again", async () => {
  const path = join(folder, "one-frame-a-second.mp4");
  await remux("three-colours.mp4", path, new Mp4OutputFormat(), (packet, kind) => {
    if (kind === "sound") return packet;
    return packet.type === "key" ? packet.clone({ duration: 1 }) : undefined;
  });
  const measured = await measure(path);
  expect(measured.durationSec).toBeCloseTo(18, 1);
  expect(measured.picture?.samples.length).toBeGreaterThan(35);
  expectCuts(measured);
});

it.each([
  ["Matroska", new MkvOutputFormat(), 7],
  ["an MPEG transport stream", new MpegTsOutputFormat(), 500],
])("the time line begins at 0, wherever the time stamps begin: %s", async (name, format, startSec) => {
  const path = join(folder, `late-${name.length}`);
  await remux("three-colours.mp4", path, format, (packet) =>
    packet.clone({ timestamp: packet.timestamp + startSec }),
  );
  const measured = await measure(path);
  expect(Math.abs(measured.durationSec - 18)).toBeLessThan(0.2);
  expectCuts(measured);
  expect(mainIn(measured, 1, 5)).toBe("tone");
  expect(mainIn(measured, 7, 11)).toBe("silence");
  expect(mainIn(measured, 13, 17)).toBe("noise");
});

it.each([3, 17.9])("a rotten place in the sound takes no more than itself: at %d s", async (rottenSec) => {
  const path = join(folder, `rotten-at-${rottenSec}.mp4`);
  await remux("three-colours.mp4", path, new Mp4OutputFormat(), (packet, kind) =>
    kind === "sound" && packet.timestamp > rottenSec && packet.timestamp < rottenSec + 0.1
      ? packet.clone({ data: packet.data.subarray(0, packet.data.length / 2) })
      : packet,
  );
  const measured = await measure(path);
  expect(measured.durationSec).toBeCloseTo(18, 1);
  expectCuts(measured);
  expect(mainIn(measured, 0.5, 2.5)).toBe("tone");
  expect(mainIn(measured, 14, 17)).toBe("noise");
});

it("a transport stream is measured as far as it goes, wherever it was cut", async () => {
  const path = join(folder, "whole.ts");
  await remux("three-colours.mp4", path, new MpegTsOutputFormat(), (packet) => packet);
  const whole = await readFile(path);
  for (const share of [0.5, 0.6, 0.7, 0.8, 0.9]) {
    const cut = join(folder, `cut-${share}.ts`);
    await writeFile(cut, whole.subarray(0, Math.floor(whole.length * share)));
    const { durationSec, picture } = await measure(cut);
    expect(durationSec).toBeGreaterThan(4);
    expect(durationSec).toBeLessThan(17.9);
    expect(picture?.samples.length).toBeGreaterThan(8);
  }
});

it("going through all frames finds the one that is shown at each time, and closes all", async () => {
  const open = new Set<number>();
  async function* samples() {
    for (const timestamp of [1, 2, 5, 6]) {
      open.add(timestamp);
      yield { timestamp, close: () => open.delete(timestamp) };
    }
  }
  const found: [readonly number[], number | undefined][] = [];
  for await (const { times, frame } of framesInTurn(
    { samples } as unknown as VideoSampleSink,
    [0.5, 1, 1.5, 2.5, 4.9, 6, 7],
  )) {
    found.push([times, frame?.timestamp]);
    frame?.close();
  }
  expect(found).toEqual([
    [[0.5], undefined],
    [[1, 1.5], 1],
    [[2.5, 4.9], 2],
    [[6, 7], 6],
  ]);
  expect(open.size).toBe(0);
});

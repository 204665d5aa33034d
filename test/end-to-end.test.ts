import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { VideoDocument } from "../bin/local/document.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const COMMAND = ["--import", "tsx", "bin/local.ts"];
const MINUTE = 60_000;

interface Document {
  readonly endpoint: string;
  readonly tableName: string;
  readonly videosBucket: string;
  readonly workBucket: string;
  readonly videos: readonly VideoDocument[];
}

/** What the project says of a clip that it made itself. */
interface Truth {
  readonly file: string;
  readonly hasAudio: boolean;
  readonly cuts: readonly number[];
  readonly segments: readonly { readonly start: number; readonly end: number; readonly colour: string }[];
}

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "reelbase-e2e-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** `npm start -- --once --json …` as a person types it, in a process of its own. */
async function start(...options: string[]): Promise<Document> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...COMMAND, "--once", "--json", "--port", "0", "--data", dataDir, ...options],
    { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Document;
}

const truth = async () => JSON.parse(await readFile(join(ROOT, "samples/truth.json"), "utf8")) as Truth[];
const sample = (name: string) => join("samples", name);

test(
  "every sample becomes READY with one call of each model, and its records tell what is really in it",
  async () => {
    const { videos } = await start();
    const clips = await truth();
    expect(videos.map(({ file }) => file.split("/").pop())).toEqual(clips.map(({ file }) => file));
    for (const [at, video] of videos.entries()) {
      const clip = clips[at];
      if (clip === undefined) throw new Error("more videos than samples");
      expect(video).toMatchObject({
        status: "READY",
        reason: null,
        bedrockCalls: { invokeModel: 1, startAsyncInvoke: 1 },
      });
      const begins = video.chapters.slice(1).map(({ startSec }) => startSec);
      expect(begins).toHaveLength(clip.cuts.length);
      for (const [cut, sec] of clip.cuts.entries())
        expect(Math.abs((begins[cut] ?? 0) - sec)).toBeLessThan(1);
      expect(video.segmentCounts["visual"]).toBeGreaterThan(0);
      expect(Number(video.segmentCounts["audio"]) > 0).toBe(clip.hasAudio);
    }
  },
  2 * MINUTE,
);

test(
  "the same file again makes no second run and no second call, also in a later start",
  async () => {
    const first = await start(sample("silent-portrait.mp4"));
    const again = await start(sample("silent-portrait.mp4"), sample("silent-portrait.mp4"));
    expect(again.videos).toHaveLength(1);
    const { seconds: _, ...before } = first.videos[0] ?? ({} as VideoDocument);
    expect(again.videos[0]).toMatchObject(before);
  },
  2 * MINUTE,
);

test(
  "a killed host finishes its runs at the next start without paying for what was recorded",
  async () => {
    await killAfter("embed …", sample("silent-portrait.mp4"), sample("no-audio-track.mp4"));
    const { videos } = await start(sample("silent-portrait.mp4"), sample("no-audio-track.mp4"));
    expect(videos.map(({ status }) => status)).toEqual(["READY", "READY"]);
    for (const { bedrockCalls } of videos)
      expect(bedrockCalls).toEqual({ invokeModel: 1, startAsyncInvoke: 1 });
  },
  3 * MINUTE,
);

/** Starts with slow models and kills the process as soon as a progress line has the words. */
function killAfter(words: string, ...files: string[]): Promise<void> {
  const options = ["--once", "--port", "0", "--data", dataDir, "--model-latency", "20", ...files];
  const child = spawn(process.execPath, [...COMMAND, ...options], { cwd: ROOT });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      child.killed ? resolve() : reject(new Error(`ended by itself with ${code}`)),
    );
    child.stderr.on("data", (text: Buffer) => {
      if (text.toString().includes(words)) child.kill("SIGKILL");
    });
  });
}

test.each([
  ["an unknown flag", ["--quick"], /Unknown option '--quick'/, 2],
  ["a file that is not there", ["missing.mp4"], /missing\.mp4 is not there/, 2],
  ["a port that is no number", ["--port", "http"], /--port takes a whole number/, 2],
  [
    "a data folder that is a file",
    ["--data", "package.json"],
    /package\.json cannot be used as data folder/,
    1,
  ],
])("answers %s with one line", async (_, options, line, code) => {
  const failed = await promisify(execFile)(process.execPath, [...COMMAND, "--once", ...options], {
    cwd: ROOT,
  }).then(
    () => undefined,
    (error: { code: number; stderr: string; stdout: string }) => error,
  );
  expect(failed?.code).toBe(code);
  expect(failed?.stdout).toBe("");
  expect(failed?.stderr.trim().split("\n")).toEqual([expect.stringMatching(line)]);
});

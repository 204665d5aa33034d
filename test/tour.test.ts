import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registerMediabunnyServer } from "@mediabunny/server";
import * as z from "zod";
import type { SampleClip, SampleSegment } from "../samples/clips.ts";
import { encode } from "../samples/encode.ts";
import { type SampleHost, sample, sampleHost } from "./sdk/sample-host.ts";

const MINUTE = 60_000;
/** The model's time, over which the stand-in spreads a streamed answer. */
const SLOW_SEC = 2;

interface Clip {
  readonly video_id: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly confidence: string;
  readonly rank: number;
}
interface Page<T> {
  readonly data: readonly T[];
  readonly page_info: { readonly total_results: number; readonly next_page_token?: string };
}
interface Classified {
  readonly video_id: string;
  readonly classes: readonly {
    readonly name: string;
    readonly score: number;
    readonly duration_ratio: number;
  }[];
}

/** Half red, half blue: no sample has a class that fills just half of it. */
const HALVES: SampleClip = {
  file: "halves.mp4",
  width: 640,
  height: 360,
  hasAudio: false,
  segments: [
    { start: 0, end: 6, colour: "red", brightness: "medium", moving: false, sound: "none" },
    { start: 6, end: 12, colour: "blue", brightness: "medium", moving: false, sound: "none" },
  ],
};

let library: SampleHost;
let truth: readonly SampleClip[];
let indexId: string;
const videoIds = new Map<string, string>();

beforeAll(async () => {
  truth = JSON.parse(await readFile(sample("truth.json"), "utf8")) as SampleClip[];
  library = await sampleHost();
  const videos = await Promise.all(truth.map(({ file }) => library.put("clips", file)));
  for (const [at, { file }] of truth.entries()) videoIds.set(file, String(videos[at]?.videoId));
  indexId = String(videos[0]?.indexId);
}, 2 * MINUTE);
afterAll(() => library.close());

const idOf = (file: string) => videoIds.get(file) ?? "";
const search = async <T = Clip>(body: object) =>
  (await library.post("/v1.2/search", { index_id: indexId, search_options: ["visual"], ...body })) as Page<T>;
const classify = async (body: object) =>
  (await library.post("/v1.2/classify/bulk", { options: ["visual"], ...body })) as Page<Classified>;
const classesOf = (...names: string[]) => names.map((name) => ({ name, prompts: [name] }));

/** The parts of the labelled clips that a found clip touches by more than half of itself. */
function labelsOf({ video_id, start, end }: Pick<Clip, "video_id" | "start" | "end">): SampleSegment[] {
  const clip = truth.find(({ file }) => idOf(file) === video_id);
  const shared = (part: SampleSegment) => Math.min(end, part.end) - Math.max(start, part.start);
  return (clip?.segments ?? []).filter((part) => shared(part) > (end - start) / 2);
}

async function allPages(body: object): Promise<Clip[]> {
  const first = await search(body);
  const clips = [...first.data];
  let token = first.page_info.next_page_token;
  while (token !== undefined) {
    const page = (await library.get(`/v1.2/search/${token}`)) as Page<Clip>;
    clips.push(...page.data);
    token = page.page_info.next_page_token;
  }
  expect(clips).toHaveLength(first.page_info.total_results);
  return clips;
}

test("every labelled colour ranks a moment of that colour first", async () => {
  for (const colour of ["blue", "red", "green", "purple", "yellow", "orange"]) {
    const [best] = (await search({ query: colour })).data;
    expect([colour, best && labelsOf(best).map((part) => part.colour)]).toEqual([colour, [colour]]);
  }
});

test("silence ranks a silent moment first, and noise a noisy one", async () => {
  const heard = async (query: string) => {
    const [best] = (await search({ query, search_options: ["audio"] })).data;
    return best && labelsOf(best).map(({ sound }) => sound);
  };
  expect(await heard("silence")).toEqual(["silence"]);
  expect(await heard("noise")).toEqual(["noise"]);
});

test("hits come in order of their score, with the band that belongs to it", async () => {
  const { data } = await search({ query: "blue", threshold: "none", page_limit: 50 });
  const scores = data.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(data.map(({ rank }) => rank)).toEqual(data.map((_, at) => at + 1));
  for (const { score } of data) {
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(100);
  }
});

test("pages hold each hit once and leave none out", async () => {
  const question = { query: "blue", threshold: "none" };
  const whole = await search({ ...question, page_limit: 50 });
  expect(whole.data.length).toBeGreaterThan(3);
  for (const page_limit of [1, 2, 3]) expect(await allPages({ ...question, page_limit })).toEqual(whole.data);
});

test("grouping puts every hit under its video once", async () => {
  const question = { query: "blue", threshold: "none", page_limit: 50 };
  const flat = await search(question);
  const grouped = await search<{ id: string; clips: Clip[] }>({ ...question, group_by: "video" });
  const ids = grouped.data.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, clips } of grouped.data) expect(clips.every((clip) => clip.video_id === id)).toBe(true);
  const place = ({ video_id, start }: Clip) => `${video_id} ${start}`;
  expect(grouped.data.flatMap(({ clips }) => clips.map(place)).sort()).toEqual(flat.data.map(place).sort());
  const counted = await search<{ clips: Clip[] }>({
    ...question,
    group_by: "video",
    sort_option: "clip_count",
  });
  const counts = counted.data.map(({ clips }) => clips.length);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
});

test("a stricter threshold leaves a part of what a weaker one finds", async () => {
  const found: number[] = [];
  for (const threshold of ["none", "low", "medium", "high"]) {
    const { data } = await search({ query: "blue", threshold, page_limit: 50 });
    found.push(data.length);
    const bands = { none: 4, low: 3, medium: 2, high: 1 }[threshold] ?? 0;
    const allowed = ["high", "medium", "low", "extremely low"].slice(0, bands);
    for (const { confidence } of data) expect(allowed).toContain(confidence);
  }
  expect(found).toEqual([...found].sort((a, b) => b - a));
  const [none = 0, low = 0] = found;
  expect(low).toBeLessThanOrEqual(none);
  expect(found.at(-1)).toBeGreaterThan(0);
});

test("two options are joined by or, and narrowed by and", async () => {
  const options = {
    query: "silence",
    search_options: ["visual", "audio"],
    threshold: "none",
    page_limit: 50,
  };
  const either = await search({ ...options, operator: "or" });
  const both = await search({ ...options, operator: "and" });
  expect(both.data.length).toBeLessThanOrEqual(either.data.length);
});

test("filters keep the videos that they describe", async () => {
  const of = async (filter: object) => {
    const { data } = await search({ query: "blue", threshold: "none", page_limit: 50, filter });
    return [...new Set(data.map(({ video_id }) => video_id))].sort();
  };
  const portrait = idOf("silent-portrait.mp4");
  expect(await of({ filename: "silent-portrait.mp4" })).toEqual([portrait]);
  expect(await of({ width: { lte: 400 } })).toEqual([portrait]);
  expect(await of({ id: [portrait] })).toEqual([portrait]);
  expect(await of({ duration: { gte: 17 } })).toEqual([idOf("three-colours.mp4")]);
  await library.request(`/v1.2/indexes/${indexId}/videos/${portrait}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ metadata: { shelf: 7, liked: true } }),
  });
  expect(await of({ shelf: { gte: 7 } })).toEqual([portrait]);
  expect(await of({ liked: true })).toEqual([portrait]);
  expect(await of({ liked: false })).toEqual([]);
});

test("a clip of a video finds itself first", async () => {
  const video_id = idOf("three-colours.mp4");
  const { data } = await search({ query: undefined, query_video: { video_id, start: 6.5, end: 11.5 } });
  expect(data[0] && labelsOf(data[0]).map(({ colour }) => colour)).toEqual(["blue"]);
});

test("a hit explains itself", async () => {
  const { data } = await search({ query: "blue", explain: true });
  expect(data[0]).toMatchObject({
    explain: {
      fused: expect.any(Number),
      options: [{ type: "visual", rank: 1, similarity: expect.any(Number) }],
    },
  });
});

test("each labelled clip gets its true classes", async () => {
  const { data } = await classify({ index_id: indexId, classes: classesOf("red", "blue", "green") });
  const found = data.find(({ video_id }) => video_id === idOf("three-colours.mp4"));
  expect(found?.classes.map(({ name }) => name).sort()).toEqual(["blue", "green", "red"]);
  for (const { duration_ratio } of found?.classes ?? []) expect(duration_ratio).toBeCloseTo(1 / 3, 1);
  const whole = await classify({ index_id: indexId, classes: classesOf("purple", "yellow") });
  const purple = whole.data.find(({ video_id }) => video_id === idOf("silent-portrait.mp4"));
  expect(purple?.classes[0]).toMatchObject({ name: "purple", duration_ratio: 1 });
});

test(
  "a class that fills half of a clip is kept at a ratio of 0.4 and dropped at 0.6",
  async () => {
    registerMediabunnyServer({ hardwareContext: null });
    const dir = await mkdtemp(join(tmpdir(), "reelbase-tour-"));
    const path = join(dir, HALVES.file);
    await encode(HALVES, path);
    const { indexId: halves } = await library.put("halves", HALVES.file, await readFile(path));
    await rm(dir, { recursive: true });
    const kept = async (min_duration_ratio: number) => {
      const threshold = { min_duration_ratio };
      const { data } = await classify({
        index_id: halves,
        classes: classesOf("red", "blue", "green"),
        threshold,
      });
      return data.flatMap(({ classes }) => classes.map(({ name }) => name)).sort();
    };
    expect(await kept(0.4)).toEqual(["blue", "red"]);
    expect(await kept(0.6)).toEqual([]);
  },
  MINUTE,
);

test("a question with a schema is answered in its form, and asking again costs nothing", async () => {
  const video_id = idOf("three-colours.mp4");
  const json_schema = {
    type: "object",
    properties: { colours: { type: "array", items: { type: "string" } }, brightness: { type: "string" } },
    required: ["colours", "brightness"],
  };
  const question = {
    video_id,
    prompt: "Which colours, and how bright?",
    response_format: { type: "json_schema", json_schema },
    stream: false,
  };
  const calls = async () => (await library.cloud.host.ledger()).length;
  const before = await calls();
  const first = (await library.post("/v1.3/analyze", question)) as { data: string };
  const answer = z.strictObject({ colours: z.array(z.string()).min(1), brightness: z.string() });
  expect(answer.parse(JSON.parse(first.data)).colours).toContain("blue");
  expect(await calls()).toBe(before + 1);
  expect(await library.post("/v1.3/analyze", question)).toEqual(first);
  expect(await calls()).toBe(before + 1);
});

test("what the pipeline has stored is answered without a call of a model", async () => {
  const video_id = idOf("three-colours.mp4");
  const before = (await library.cloud.host.ledger()).length;
  await library.post("/v1.2/gist", { video_id, types: ["title", "topic", "hashtag"] });
  for (const type of ["summary", "chapter", "highlight"])
    await library.post("/v1.2/summarize", { video_id, type });
  await classify({ index_id: indexId, classes: classesOf("red") });
  const after = (await library.cloud.host.ledger()).slice(before);
  expect(after.filter(({ seconds }) => seconds > 0)).toEqual([]);
});

test(
  "a streamed answer begins before the model has finished, and its pieces join to the stored answer",
  async () => {
    const slow = await sampleHost({ modelLatencySec: SLOW_SEC });
    try {
      const { videoId } = await slow.put("clips", "three-colours.mp4");
      const streamed = async () =>
        (await slow.cloud.host.ledger()).filter(
          ({ operation }) => operation === "InvokeModelWithResponseStream",
        );
      const question = { video_id: videoId, prompt: "What is heard and seen?" };
      const response = await fetch(`${slow.cloud.host.endpoint}/v1.3/analyze`, {
        method: "POST",
        headers: { "x-api-key": slow.apiKey, "content-type": "application/json" },
        body: JSON.stringify(question),
      });
      expect(response.status).toBe(200);
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const first = await reader.read();
      expect(await streamed()).toHaveLength(0);
      let text = new TextDecoder().decode(first.value);
      for (let piece = await reader.read(); !piece.done; piece = await reader.read())
        text += new TextDecoder().decode(piece.value);
      expect(await streamed()).toHaveLength(1);

      const events = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { event_type: string; text?: string });
      expect(events.map(({ event_type }) => event_type)).toEqual([
        "stream_start",
        ...events.slice(1, -1).map(() => "text_generation"),
        "stream_end",
      ]);
      expect(events.length).toBeGreaterThan(3);
      const joined = events.map((event) => event.text ?? "").join("");
      const stored = (await slow.post("/v1.3/analyze", { ...question, stream: false })) as { data: string };
      expect(stored.data).toBe(joined);
      expect(await streamed()).toHaveLength(1);
    } finally {
      await slow.close();
    }
  },
  2 * MINUTE,
);

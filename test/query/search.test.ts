import { indexIdOf } from "../../lambda/keys.ts";
import { type ASegment, anyone, aWorld, idOf, runOf, vectorAt, type WorldVideo } from "./search-world.ts";

const HOLIDAY = indexIdOf("holiday");
const [BLUE, RED, QUIET, HELLO] = [0, 1, 2, 3];
const TEXTS = {
  blue: vectorAt(BLUE),
  silence: vectorAt(QUIET),
  "hello world": vectorAt(HELLO),
  zebra: vectorAt(9),
};

const segment = (option: string, startSec: number, endSec: number, vector: Float32Array): ASegment => ({
  ...{ option, startSec, endSec, vector },
});
const visual = (startSec: number, endSec: number, vector: Float32Array) =>
  segment("visual", startSec, endSec, vector);

/** Red for twenty seconds, then blue for twenty, in silence. */
const halves: WorldVideo = {
  name: "halves.mp4",
  change: { durationSec: 40, width: 640, metadata: { place: "beach", year: 2024 } },
  segments: [
    ...[0, 5, 10, 15].map((at) => visual(at, at + 5, vectorAt(RED, 0.9))),
    ...[20, 25, 30, 35].map((at) => visual(at, at + 5, vectorAt(BLUE, 0.8 + at / 1000))),
    segment("audio", 0, 40, vectorAt(QUIET, 0.95)),
  ],
};
const navy: WorldVideo = {
  name: "navy.mp4",
  change: { durationSec: 30.5, width: 1280 },
  segments: [visual(0, 10, vectorAt(BLUE, 0.31)), segment("audio", 0, 10, vectorAt(QUIET, 0.1))],
};
const spoken: WorldVideo = {
  name: "spoken.mp4",
  segments: [
    segment("transcription", 0, 8, vectorAt(HELLO, 0.5)),
    segment("transcription", 8, 16, vectorAt(HELLO, 0.3)),
  ],
  speech: [{ startSec: 8, endSec: 11, text: "Well, hello to the whole world." }],
  onScreenText: [{ startSec: 4, endSec: 5, text: "Hello World" }],
};

const ask = (change: object) => ({ index_id: HOLIDAY, search_options: ["visual"], ...change });

describe("a search", () => {
  it("answers in the platform's words", async () => {
    const world = aWorld([halves, navy], TEXTS);
    expect(await world.post(ask({ query: "blue" }))).toEqual({
      status: 200,
      body: {
        data: [
          {
            video_id: idOf("halves.mp4"),
            start: 20,
            end: 40,
            score: 97.11,
            confidence: "high",
            rank: 1,
            metadata: [{ type: "visual" }],
            thumbnail_url: null,
          },
          {
            video_id: idOf("navy.mp4"),
            start: 0,
            end: 10,
            score: 80.6,
            confidence: "medium",
            rank: 2,
            metadata: [{ type: "visual" }],
            thumbnail_url: null,
          },
        ],
        page_info: {
          limit_per_page: 10,
          total_results: 2,
          page_expired_at: "2026-11-21T11:00:00Z",
          page_expires_at: "2026-11-21T11:00:00Z",
        },
        search_pool: { index_id: HOLIDAY, total_count: 2, total_duration: 70.5 },
      },
    });
  });

  it("finds a silent moment by what is heard", async () => {
    const { body } = await aWorld([navy, halves], TEXTS).post(
      ask({ query: "silence", search_options: ["audio"] }),
    );
    expect(body.data[0]).toMatchObject({
      video_id: idOf("halves.mp4"),
      confidence: "high",
      metadata: [{ type: "audio" }],
    });
  });

  it("tells the length of what was searched to the millisecond, as the index does", async () => {
    const lengths = [18.027, 12.007, 9.024, 40.023, 40.023, 15];
    const videos = lengths.map((durationSec, at) => ({ name: `${at}.mp4`, change: { durationSec } }));
    const { body } = await aWorld(videos, TEXTS).post(ask({ query: "zebra" }));
    expect(body.search_pool).toMatchObject({ total_count: 6, total_duration: 134.104 });
  });

  it("finds nothing where there is nothing, and says where it looked", async () => {
    const { body } = await aWorld([halves], TEXTS).post(ask({ query: "zebra" }));
    expect(body).toMatchObject({
      data: [],
      page_info: { total_results: 0 },
      search_pool: { total_count: 1, total_duration: 40 },
    });
    const all = await aWorld([halves], TEXTS).post(ask({ query: "zebra", threshold: "none" }));
    expect(all.body.data.map((hit: { confidence: string }) => hit.confidence)).toEqual(["extremely low"]);
  });

  it.each([
    ["high", 1],
    ["medium", 2],
    ["low", 2],
    ["none", 3],
    [80, 2],
    ["97.2", 0],
  ])("with threshold %s has %s hits", async (threshold, hits) => {
    const { body } = await aWorld([halves, navy], TEXTS).post(ask({ query: "blue", threshold }));
    expect(body.data).toHaveLength(hits);
  });

  it("moves the bands with adjust_confidence_level, and no score", async () => {
    const world = aWorld([navy], TEXTS);
    const at = async (level: number) =>
      (await world.post(ask({ query: "blue", adjust_confidence_level: level }))).body.data[0];
    expect([await at(0.3), await at(0.5), await at(1)]).toMatchObject([
      { score: 80.6, confidence: "high" },
      { score: 80.6, confidence: "medium" },
      { score: 80.6, confidence: "low" },
    ]);
  });
});

describe("several options", () => {
  const options = { query: "silence", search_options: ["visual", "audio"], explain: true, threshold: "none" };

  it("are fused by rank, and each hit explains itself", async () => {
    const both: WorldVideo = {
      name: "both.mp4",
      segments: [visual(0, 10, vectorAt(QUIET, 0.4)), segment("audio", 0, 10, vectorAt(QUIET, 0.6))],
    };
    const { body } = await aWorld([both, navy], TEXTS).post(ask(options));
    expect(body.data[0]).toMatchObject({
      video_id: idOf("both.mp4"),
      score: 93,
      metadata: [{ type: "visual" }, { type: "audio" }],
      explain: {
        k: 60,
        fused: 0.5 / 61 + 0.5 / 61,
        options: [
          { type: "visual", rank: 1, weight: 0.5, score: 86 },
          { type: "audio", rank: 1, weight: 0.5, score: 93 },
        ],
      },
    });
    expect(body.data[0].explain.options[1].similarity).toBeCloseTo(0.6, 6);
  });

  it("need all to match with `and`, and are as certain as the least of them", async () => {
    const half: WorldVideo = {
      name: "half.mp4",
      segments: [visual(0, 10, vectorAt(QUIET, 0.4)), segment("audio", 0, 10, vectorAt(QUIET, 0.2))],
    };
    const { body } = await aWorld([half, halves], TEXTS).post(
      ask({ ...options, operator: "and", threshold: "low" }),
    );
    expect(body.data).toMatchObject([{ video_id: idOf("half.mp4"), score: 68 }]);
  });

  it("give the same in whatever order they are named", async () => {
    const world = aWorld([halves, navy, spoken], TEXTS);
    const answers = await Promise.all(
      [
        ["audio", "visual"],
        ["visual", "audio"],
        ["visual", "audio", "visual"],
      ].map(async (search_options) => (await world.post(ask({ ...options, search_options }))).body.data),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it("that share an embedding option cost one query of the vector index", async () => {
    const world = aWorld([halves], TEXTS);
    await world.post(ask({ query: "blue", search_options: ["visual", "text_in_video", "logo"] }));
    expect(world.calls.filter((call) => call.startsWith("nearest"))).toEqual(["nearest visual"]);
    expect(world.calls.filter((call) => call.startsWith("text"))).toEqual(["text blue"]);
  });
});

describe("words", () => {
  it("that are read score as the platform's exact match, and a picture that is like them does not look certain", async () => {
    const { body } = await aWorld([spoken, halves], { ...TEXTS, "hello world": vectorAt(BLUE) }).post(
      ask({ query: "hello world", search_options: ["text_in_video"] }),
    );
    expect(body.data).toMatchObject([
      {
        video_id: idOf("spoken.mp4"),
        ...{ start: 4, end: 5, score: 92.28, confidence: "high" },
        metadata: [{ type: "text_in_video", text: "Hello World" }],
      },
      { video_id: idOf("halves.mp4"), confidence: "low" },
    ]);
  });

  const conversation = ask({ query: "hello world", search_options: ["conversation"] });

  it("that are said count beside what is meant", async () => {
    const { body } = await aWorld([spoken], TEXTS).post(conversation);
    expect(body.data.map(({ start, score }: { start: number; score: number }) => [start, score])).toEqual([
      [8, 92.28],
      [0, 89.5],
    ]);
    expect(body.data[0].metadata).toEqual([
      { type: "conversation", text: "Well, hello to the whole world." },
    ]);
  });

  it("alone count for an exact match, without any model call", async () => {
    for (const exact of [{ conversation_option: "exact_match" }, { transcription_options: ["lexical"] }]) {
      const world = aWorld([spoken], TEXTS);
      const { body } = await world.post({ ...conversation, ...exact });
      expect(body.data).toMatchObject([{ start: 8, end: 11, score: 92.28 }]);
      expect(world.calls).not.toContain("text hello world");
    }
  });

  it("do not count when speech is searched by its meaning alone", async () => {
    const world = aWorld([spoken], TEXTS);
    const { body } = await world.post({ ...conversation, transcription_options: ["semantic"] });
    expect(world.calls).not.toContain("words conversation");
    // What was said in the span is shown all the same.
    expect(body.data).toMatchObject([
      { start: 0, end: 16, score: 89.5, metadata: [{ text: "Well, hello to the whole world." }] },
    ]);
  });

  it("are called transcription in v1.3, which has a field for them", async () => {
    const { body } = await aWorld([spoken], TEXTS).post(
      { index_id: HOLIDAY, query_text: "hello world", search_options: ["transcription"] },
      { version: "v1.3" },
    );
    expect(body.data[0]).toMatchObject({ transcription: "Well, hello to the whole world." });
  });
});

const unserved = (status: "PROCESSING" | "FAILED") => ({ status, currentRunId: undefined });

it("shows the older results while a newer version of the object is processed", async () => {
  const replaced: WorldVideo = { ...navy, change: { status: "PROCESSING", stale: true } };
  const { body } = await aWorld([replaced], TEXTS).post(ask({ query: "blue" }));
  expect(body.data.map((hit: { video_id: string }) => hit.video_id)).toEqual([idOf("navy.mp4")]);
});

describe("what does not belong to the current results never shows", () => {
  it.each([
    ["of another run", { segments: [{ ...visual(0, 5, vectorAt(BLUE)), runId: runOf("old") }] }],
    ["of a video that is processed for the first time", { change: unserved("PROCESSING") }],
    ["of a video that failed", { change: unserved("FAILED") }],
    ["of a video that is removed", { change: { status: "DELETED" } }],
    ["of another index", { folder: "work" }],
  ] as const)("%s", async (_, change) => {
    const hidden: WorldVideo = { name: "hidden.mp4", segments: [visual(0, 5, vectorAt(BLUE))], ...change };
    const world = aWorld([navy, hidden], TEXTS);
    const { body } = await world.post(ask({ query: "blue" }));
    expect(body.data.map((hit: { video_id: string }) => hit.video_id)).toEqual([idOf("navy.mp4")]);
  });
});

describe("a filter", () => {
  it.each([
    [{ id: [idOf("navy.mp4")] }, ["navy.mp4"]],
    [{ duration: { lte: 35 } }, ["navy.mp4"]],
    [{ width: { gte: 600, lte: 700 } }, ["halves.mp4"]],
    [{ filename: "halves.mp4" }, ["halves.mp4"]],
    [{ place: "beach", year: { gte: 2020 } }, ["halves.mp4"]],
    ['{"year": 2023}', []],
    [{}, ["halves.mp4", "navy.mp4"]],
  ])("of %j leaves %j", async (filter, names) => {
    const world = aWorld([halves, navy], TEXTS);
    const { status, body } = await world.post(ask({ query: "blue", filter }));
    expect(status).toBe(200);
    expect(body.data.map((hit: { video_id: string }) => hit.video_id)).toEqual(
      names.map((name) => idOf(name)),
    );
  });

  it("scans few videos exactly, and asks the vector index about many by their ids", async () => {
    const many = Array.from({ length: 150 }, (_, n) => ({ ...navy, name: `${n}.mp4` }));
    const world = aWorld([halves, ...many], TEXTS);
    await world.post(ask({ query: "blue", filter: { filename: "halves.mp4" } }));
    expect(world.calls.filter((call) => /scan|nearest/.test(call))).toEqual(["scan visual"]);
    world.calls.length = 0;
    await world.post(ask({ query: "blue", filter: { width: 1280 } }));
    expect(world.calls.filter((call) => /scan|nearest/.test(call))).toEqual([
      "nearest visual of 100",
      "nearest visual of 50",
    ]);
  });

  it("that leaves more videos than can be named is held against what the vector index finds", async () => {
    const many = Array.from({ length: 1001 }, (_, n) => ({ ...navy, name: `${n}.mp4` }));
    const world = aWorld([halves, ...many], TEXTS);
    const { body } = await world.post(ask({ query: "blue", filter: { width: 1280 }, group_by: "video" }));
    expect(world.calls.filter((call) => /scan|nearest/.test(call))).toEqual(["nearest visual"]);
    // Four of the thousand nearest segments are those of the other video.
    expect(body.page_info.total_results).toBe(996);
    expect(body.data.map(({ id }: { id: string }) => id)).not.toContain(idOf("halves.mp4"));
  });

  it("finds by an exact scan what the vector index finds", async () => {
    const world = aWorld([halves, navy], TEXTS);
    const whole = await world.post(ask({ query: "blue" }));
    const scanned = await world.post(
      ask({ query: "blue", filter: { id: [idOf("halves.mp4"), idOf("navy.mp4")] } }),
    );
    expect(scanned.body.data).toEqual(whole.body.data);
  });

  it.each(["{", "[1]", 3])("that is no object is refused: %j", async (filter) => {
    const { status, body } = await aWorld([halves], TEXTS).post(ask({ query: "blue", filter }));
    expect([status, body.code]).toEqual([400, "search_filter_invalid"]);
  });

  it("that is wrong is refused with the name of the field", async () => {
    const { status, body } = await aWorld([halves], TEXTS).post(
      ask({ query: "blue", filter: { width: { about: 3 } } }),
    );
    expect([status, body.code]).toEqual([400, "search_filter_invalid"]);
    expect(body.message).toContain("width");
  });
});

describe("a query", () => {
  it("may be a clip of an indexed video, which costs no model call", async () => {
    const world = aWorld([halves, navy], TEXTS);
    const query_video = { video_id: idOf("halves.mp4"), start: 21, end: 39 };
    const { body } = await world.post(ask({ query_video }));
    expect(body.data[0]).toMatchObject({
      video_id: idOf("halves.mp4"),
      start: 20,
      end: 40,
      confidence: "high",
    });
    expect(world.calls.some((call) => call.startsWith("text") || call === "image")).toBe(false);
  });

  it("may be an image, alone or together with a text", async () => {
    const world = aWorld([halves, navy], { ...TEXTS, "https://example.com/blue.png": vectorAt(BLUE) });
    const query_media_url = "https://example.com/blue.png";
    const alone = await world.post(ask({ query_media_type: "image", query_media_url }));
    expect(alone.body.data[0]).toMatchObject({ start: 20, score: 97.11 });
    const together = await world.post(ask({ query_media_url, query_text: "silence" }));
    // Half of what is asked for is there.
    expect(together.body.data[0]).toMatchObject({ start: 20, score: 92.67 });
  });

  it.each([
    ["v1.2", "search-v2"],
    ["v1.3", "search"],
  ])("may come as a form with files (%s)", async (version, path) => {
    const world = aWorld([halves], { ...TEXTS, "blue bytes": vectorAt(BLUE), "red bytes": vectorAt(RED) });
    const form = new FormData();
    form.append("index_id", HOLIDAY);
    form.append("search_options", "visual");
    form.append("query_media_type", "image");
    form.append("query_media_file", new File(["blue bytes"], "a.png"));
    form.append("query_media_file", new File(["red bytes"], "b.png"));
    form.append("page_limit", "1");
    form.append("threshold", "medium");
    form.append("filter", JSON.stringify({ duration: { gte: 1 } }));
    form.append("include_user_metadata", "true");
    const response = await world.send(
      new Request(`http://api/${version}/${path}`, { method: "POST", body: form }),
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: [{ user_metadata: { place: "beach", year: 2024 } }],
      page_info: { limit_per_page: 1, total_results: 1 },
    });
  });

  it.each([
    ["without anything to search for", {}, 400, "parameter_invalid", "query_text"],
    ["with an empty text", { query: "  " }, 400, "parameter_invalid", "query"],
    ["with an unknown field", { query: "blue", querry: 1 }, 400, "parameter_unknown", "querry"],
    [
      "with an unknown option",
      { query: "blue", search_options: ["smell"] },
      400,
      "parameter_invalid",
      "search_options",
    ],
    [
      "without options",
      { query: "blue", search_options: undefined },
      400,
      "parameter_not_provided",
      "search_options",
    ],
    ["with a page too large", { query: "blue", page_limit: 51 }, 400, "parameter_invalid", "page_limit"],
    [
      "sorted by clips without groups",
      { query: "blue", sort_option: "clip_count" },
      400,
      "parameter_invalid",
      "sort_option",
    ],
    [
      "with a threshold out of range",
      { query: "blue", threshold: 101 },
      400,
      "parameter_invalid",
      "threshold",
    ],
    ["that is far too long", { query: "x".repeat(1_000_000) }, 400, "token_limit_exceeded", "too long"],
    [
      "for speech by an image",
      { query_media_url: "https://e.com/a.png", search_options: ["conversation"] },
      400,
      "search_option_not_supported",
      "conversation",
    ],
    [
      "for the words of speech by a clip",
      {
        query_video: { video_id: idOf("halves.mp4"), start: 0, end: 5 },
        search_options: ["conversation"],
        conversation_option: "exact_match",
      },
      400,
      "search_option_not_supported",
      "conversation",
    ],
    [
      "of a clip that ends before it begins",
      { query_video: { video_id: idOf("halves.mp4"), start: 5, end: 5 } },
      400,
      "parameter_invalid",
      "query_video.end",
    ],
    [
      "of a clip beyond the video's end",
      { query_video: { video_id: idOf("halves.mp4"), start: 50, end: 55 } },
      400,
      "parameter_invalid",
      "query_video",
    ],
    [
      "of a clip of no video",
      { query_video: { video_id: "0".repeat(24), start: 0, end: 5 } },
      404,
      "resource_not_exists",
      "video",
    ],
    ["in no index", { query: "blue", index_id: "0".repeat(24) }, 404, "resource_not_exists", "index"],
  ])("%s is refused before it costs anything", async (_, change, status, code, named) => {
    const world = aWorld([halves], TEXTS);
    const answer = await world.post(ask(change));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.message).toContain(named);
    expect(world.calls.some((call) => /text|image|nearest/.test(call))).toBe(false);
  });

  it.each([
    ["QUEUED", 409, "video_not_ready"],
    ["REJECTED", 422, "video_has_no_results"],
    ["FAILED", 422, "video_has_no_results"],
  ] as const)("by a clip of a video that is %s is refused", async (status, code, error) => {
    const world = aWorld([{ ...halves, change: { status, currentRunId: undefined } }], TEXTS);
    const query_video = { video_id: idOf("halves.mp4"), start: 0, end: 5 };
    const answer = await world.post(ask({ query_video }));
    expect([answer.status, answer.body.code]).toEqual([code, error]);
  });

  it("with a filter of a name that is far too long is told in a few sentences", async () => {
    const world = aWorld([halves], TEXTS);
    const answer = await world.post(ask({ query: "blue", filter: { ["x".repeat(100_000)]: {} } }));
    expect([answer.status, answer.body.code]).toEqual([400, "search_filter_invalid"]);
    expect(answer.body.message.length).toBeLessThan(1_100);
  });

  it("for an option that the index was made without is refused", async () => {
    const world = aWorld([halves], TEXTS);
    const index = world.indexes.get(HOLIDAY);
    if (index)
      world.indexes.set(HOLIDAY, { ...index, engines: [{ name: "marengo2.6", options: ["visual"] }] });
    const { body } = await world.post(ask({ query: "blue", search_options: ["logo"] }));
    expect(body).toMatchObject({ code: "search_option_not_supported" });
    expect(body.message).toContain("logo");
  });

  it("of a key for other indexes is refused, and so is a clip of what it may not see", async () => {
    const other: WorldVideo = { ...halves, folder: "work" };
    const world = aWorld([other, navy], TEXTS);
    const caller = { ...anyone, indexIds: [HOLIDAY] };
    const denied = await world.post(ask({ query: "blue", index_id: indexIdOf("work") }), { caller });
    expect([denied.status, denied.body.code]).toEqual([403, "index_not_allowed"]);
    const query_video = { video_id: idOf("halves.mp4", "work"), start: 0, end: 5 };
    const hidden = await world.post(ask({ query_video }), { caller });
    expect([hidden.status, hidden.body.code]).toEqual([404, "resource_not_exists"]);
  });
});

it("counts an index of more than 200 videos once a minute, and a smaller one at every search", async () => {
  const many = Array.from({ length: 201 }, (_, n) => ({ name: `${n}.mp4` }));
  const world = aWorld([halves, ...many], TEXTS);
  const counted = async () => (await world.post(ask({ query: "blue" }))).body.search_pool.total_count;
  expect(await counted()).toBe(202);
  for (const name of ["0.mp4", "1.mp4"]) world.videos.delete(idOf(name));
  expect(await counted()).toBe(202);
  world.now += 60_000;
  expect(await counted()).toBe(200);
  world.videos.delete(idOf("2.mp4"));
  expect(await counted()).toBe(199);
});

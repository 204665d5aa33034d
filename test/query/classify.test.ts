import type { ClassifyAnswer } from "../../lambda/contracts/api/classify.ts";
import { type IndexId, indexIdOf } from "../../lambda/keys.ts";
import { type Asking, aLibrary, ask, INDEX_ID, idOf, type Painted } from "./classify/library.ts";

const COLOURS = ["red", "green", "blue"].map((name) => ({ name, prompts: [name] }));
const LABELLED: Painted[] = [
  { name: "all-red", colours: ["red", "red"] },
  { name: "all-green", colours: ["green", "green", "green"] },
  { name: "red-then-blue", colours: ["red", "red", "blue", "blue"] },
  { name: "all-blue", colours: ["blue"] },
];
const bulk = (change: object = {}) => ({
  index_id: INDEX_ID,
  options: ["visual"],
  classes: COLOURS,
  ...change,
});
const answerOf = (ports: Parameters<typeof ask>[0], path: string, asking: Asking) =>
  ask(ports, path, asking) as Promise<{ status: number; body: ClassifyAnswer }>;
const classesOf = ({ data }: ClassifyAnswer) =>
  data.map(({ video_id, classes }) => [video_id, classes.map(({ name }) => name)]);

test("gives each labelled clip its true class", async () => {
  const { ports } = aLibrary(LABELLED);
  const { status, body } = await answerOf(ports, "/classify/bulk", { body: bulk() });
  expect(status).toBe(200);
  expect(Object.fromEntries(classesOf(body))).toEqual({
    [idOf("all-red")]: ["red"],
    [idOf("all-green")]: ["green"],
    [idOf("red-then-blue")]: ["blue", "red"],
    [idOf("all-blue")]: ["blue"],
  });
});

test.each([
  [0.4, ["blue", "red"]],
  [0.6, undefined],
])("with min_duration_ratio %d a class that fills half of a clip gives %j", async (ratio, expected) => {
  const { ports } = aLibrary(LABELLED);
  const body = bulk({ threshold: { min_duration_ratio: ratio } });
  const answer = await answerOf(ports, "/classify/bulk", { body });
  expect(Object.fromEntries(classesOf(answer.body))[idOf("red-then-blue")]).toEqual(expected);
});

test("answers with the platform's fields, and with no others unless they are asked for", async () => {
  const { ports } = aLibrary([{ name: "all-red", colours: ["red"] }]);
  const { body } = await answerOf(ports, "/classify/bulk", { body: bulk() });
  expect(body).toEqual({
    data: [{ video_id: idOf("all-red"), classes: [{ name: "red", score: 100, duration_ratio: 1 }] }],
    page_info: {
      limit_per_page: 1,
      total_results: 1,
      page_expired_at: "2026-11-21T11:00:00Z",
      next_page_token: "",
      prev_page_token: "",
    },
  });
});

test("shows clips and detailed scores when asked", async () => {
  const { ports } = aLibrary([{ name: "half", colours: ["red", "blue"] }]);
  const asked = bulk({ include_clips: true, show_detailed_score: true });
  const { body } = await answerOf(ports, "/classify/bulk", { body: asked });
  expect(body.data[0]?.classes[1]).toEqual({
    name: "red",
    score: 100,
    duration_ratio: 0.5,
    clips: [{ start: 0, end: 10, score: 100, option: "visual", prompt: "red", thumbnail_url: null }],
    detailed_scores: {
      max_score: 100,
      avg_score: 100,
      normalized_score: 50,
      duration_weighted_score: 100,
    },
  });
  expect(body.page_info.limit_per_page).toBe(10);
});

test("finds nothing in the platform's shape", async () => {
  const { ports } = aLibrary([]);
  expect(await ask(ports, "/classify/bulk", { body: bulk() })).toEqual({
    status: 200,
    body: { data: [], page_info: { limit_per_page: 0, page_expired_at: "", total_results: 0 } },
  });
});

test("leaves videos out that have no results, are being removed, or are of other indexes", async () => {
  const { ports } = aLibrary([
    { name: "ready", colours: ["red"] },
    { name: "partial", colours: ["red"], change: { status: "PARTIAL" } },
    { name: "working", colours: ["red"], change: { status: "PROCESSING", currentRunId: undefined } },
    { name: "deleted", colours: ["red"], change: { status: "DELETED" } },
    { name: "elsewhere", folder: "other", colours: ["red"] },
  ]);
  const { body } = await answerOf(ports, "/classify/bulk", { body: bulk() });
  expect(new Set(body.data.map(({ video_id }) => video_id))).toEqual(
    new Set([idOf("ready"), idOf("partial")]),
  );
});

test("embeds each prompt once, and reads each video once for each embedding that is needed", async () => {
  const { ports, asked } = aLibrary(LABELLED);
  const classes = [
    { name: "warm", prompts: ["red", "yellow"] },
    { name: "loud", prompts: ["red", "shouting", "red"], options: ["visual", "conversation"] },
  ];
  await ask(ports, "/classify/bulk", { body: bulk({ classes }) });
  expect(asked.texts.sort()).toEqual(["red", "shouting", "yellow"]);
  expect(asked.segments).toHaveLength(2 * LABELLED.length);
  expect(new Set(asked.segments).size).toBe(2 * LABELLED.length);
});

test("reads whole records of videos only for what is looked for in words", async () => {
  const { ports, asked } = aLibrary([
    { name: "sign", colours: ["grey"], onScreenText: [{ startSec: 2, endSec: 4, text: "Exit now" }] },
  ]);
  await ask(ports, "/classify/bulk", { body: bulk() });
  expect(asked.videos).toEqual([]);
  const classes = [{ name: "signs", prompts: ["EXIT"] }];
  const words = bulk({ classes, options: ["text_in_video"], include_clips: true });
  const { body } = await answerOf(ports, "/classify/bulk", { body: words });
  expect(body.data[0]?.classes).toEqual([
    {
      name: "signs",
      score: 93.7,
      duration_ratio: 0.2,
      clips: [
        { start: 2, end: 4, score: 92.28, option: "text_in_video", prompt: "EXIT", thumbnail_url: null },
      ],
    },
  ]);
  expect(asked.texts).toEqual(COLOURS.map(({ name }) => name));
});

test("words of a run that has been replaced meanwhile do not count", async () => {
  const { ports, items } = aLibrary([
    { name: "sign", colours: ["grey"], onScreenText: [{ startSec: 2, endSec: 4, text: "exit" }] },
  ]);
  const item = items.get(idOf("sign"));
  const library = Object.assign(Object.create(ports.library), {
    video: async () => ({ ...item, currentRunId: "newer" }),
  });
  const body = bulk({ classes: [{ name: "signs", prompts: ["exit"] }], options: ["text_in_video"] });
  const answer = await answerOf({ ...ports, library }, "/classify/bulk", { body });
  expect(answer.body.data).toEqual([]);
});

test("a video whose vectors have another dimension is like nothing", async () => {
  const { ports } = aLibrary([
    { name: "old", colours: ["red"] },
    { name: "new", colours: ["red"] },
  ]);
  const segments: typeof ports.segments = {
    clips: async (videoId, runId, option) => {
      const clips = await ports.segments.clips(videoId, runId, option);
      if (videoId !== idOf("old")) return clips;
      return { ...clips, embeddings: new Uint8Array(Buffer.concat([clips.embeddings, clips.embeddings])) };
    },
  };
  const { body } = await answerOf({ ...ports, segments }, "/classify/bulk", { body: bulk() });
  expect(classesOf(body)).toEqual([[idOf("new"), ["red"]]]);
});

test("classifies the videos that are named, each once", async () => {
  const { ports } = aLibrary(LABELLED);
  const video_ids = [idOf("all-blue"), idOf("all-red"), idOf("all-blue")];
  const { body } = await answerOf(ports, "/classify", {
    body: { video_ids, options: ["visual"], classes: COLOURS },
  });
  expect(Object.fromEntries(classesOf(body))).toEqual({
    [idOf("all-blue")]: ["blue"],
    [idOf("all-red")]: ["red"],
  });
  expect(body.data).toHaveLength(2);
});

const absent = idOf("absent");
test.each([
  ["does not exist", [absent], {}, 404, "resource_not_exists"],
  [
    "is of another index than the one named",
    [idOf("elsewhere", "other")],
    { index_id: INDEX_ID },
    404,
    "resource_not_exists",
  ],
  ["is being removed", [idOf("removed")], {}, 404, "resource_not_exists"],
  ["is of an index that is being removed", [idOf("lost", "leaving")], {}, 404, "resource_not_exists"],
  ["is still being processed", [idOf("all-red"), idOf("working")], {}, 409, "video_not_ready"],
  ["failed", [idOf("failed")], {}, 422, "video_has_no_results"],
])("refuses a video that %s, with its id", async (_, video_ids, also, status, code) => {
  const { ports } = aLibrary(
    [
      ...LABELLED,
      { name: "elsewhere", folder: "other", colours: ["red"] },
      { name: "lost", folder: "leaving", colours: ["red"] },
      { name: "removed", colours: ["red"], change: { status: "DELETED" } },
      { name: "working", colours: ["red"], change: { status: "PROCESSING", currentRunId: undefined } },
      { name: "failed", colours: [], change: { status: "FAILED", currentRunId: undefined } },
    ],
    { leaving: { deletedAt: "2026-11-21T10:00:00.000Z" } },
  );
  const body = { video_ids, options: ["visual"], classes: COLOURS, ...also };
  const answer = await ask(ports, "/classify", { body });
  expect(answer).toEqual({
    status,
    body: { code, message: expect.stringContaining(video_ids.at(-1) ?? "") },
  });
});

test("a key that is restricted to other indexes sees neither the index nor its videos", async () => {
  const { ports } = aLibrary(LABELLED);
  const indexIds: IndexId[] = [indexIdOf("other")];
  const ofIndex = await ask(ports, "/classify/bulk", { body: bulk(), indexIds });
  expect(ofIndex).toMatchObject({ status: 403, body: { code: "index_not_allowed" } });
  const body = { video_ids: [idOf("all-red")], options: ["visual"], classes: COLOURS };
  const ofVideo = await ask(ports, "/classify", { body, indexIds });
  expect(ofVideo).toMatchObject({ status: 404, body: { code: "resource_not_exists" } });
});

test("an unknown index does not exist, and a write key may not read", async () => {
  const { ports } = aLibrary([]);
  const index_id = indexIdOf("unknown");
  expect(await ask(ports, "/classify/bulk", { body: bulk({ index_id }) })).toEqual({
    status: 404,
    body: {
      code: "resource_not_exists",
      message: `Resource with id '${index_id}' does not exist in index collection.`,
    },
  });
  const asWriter = await ask(ports, "/classify/bulk", { body: bulk(), scopes: ["write"] });
  expect(asWriter).toMatchObject({ status: 403, body: { code: "scope_not_allowed" } });
});

test.each([
  ["no classes", { classes: undefined }, "parameter_not_provided", "classes"],
  ["an empty list of classes", { classes: [] }, "parameter_invalid", "classes"],
  [
    "a class without prompts",
    { classes: [{ name: "a", prompts: [] }] },
    "parameter_invalid",
    "classes.0.prompts",
  ],
  [
    "an empty prompt",
    { classes: [{ name: "a", prompts: [" "] }] },
    "parameter_invalid",
    "classes.0.prompts.0",
  ],
  ["the same name twice", { classes: [COLOURS[0], COLOURS[0]] }, "parameter_invalid", "classes"],
  [
    "more than 100 prompts",
    { classes: [{ name: "a", prompts: Array.from({ length: 101 }, (_, at) => `p${at}`) }] },
    "parameter_invalid",
    "100",
  ],
  ["no options", { options: undefined }, "parameter_invalid", "options"],
  ["an unknown option", { options: ["smell"] }, "parameter_invalid", "options.0"],
  ["an unknown field", { min_score: 3 }, "parameter_unknown", "min_score"],
  ["an unknown threshold", { threshold: { min_score: 3 } }, "parameter_unknown", "threshold.min_score"],
  ["a ratio above 1", { threshold: { min_duration_ratio: 50 } }, "parameter_invalid", "min_duration_ratio"],
  ["a page that is too long", { page_limit: 51 }, "parameter_invalid", "page_limit"],
  ["no index", { index_id: undefined }, "parameter_not_provided", "index_id"],
])("refuses %s, and names the field", async (_, change, code, name) => {
  const { ports } = aLibrary(LABELLED);
  const answer = await ask(ports, "/classify/bulk", { body: bulk(change) });
  expect(answer).toEqual({ status: 400, body: { code, message: expect.stringContaining(name) } });
});

test("neither videos nor an index is a missing parameter", async () => {
  const { ports } = aLibrary(LABELLED);
  const answer = await ask(ports, "/classify", { body: { options: ["visual"], classes: COLOURS } });
  expect(answer).toMatchObject({ status: 400, body: { code: "parameter_not_provided" } });
});

test("refuses options that the deployment does not embed, or that the index was made without", async () => {
  const engines = [{ name: "marengo2.5", options: ["visual"] }];
  const { ports } = aLibrary(LABELLED, { colours: { engines } });
  for (const option of ["audio", "logo"]) {
    const answer = await ask(ports, "/classify/bulk", { body: bulk({ options: [option] }) });
    expect(answer).toEqual({
      status: 400,
      body: { code: "search_option_not_supported", message: expect.stringContaining(option) },
    });
  }
});

test("takes what the published SDK sends, and the word of v1.3 for speech", async () => {
  const { ports } = aLibrary(LABELLED);
  const body = bulk({
    conversation_option: "semantic",
    threshold: { min_video_score: 80, min_clip_score: 70 },
    classes: [
      {
        name: "red",
        prompts: ["red"],
        options: ["visual", "transcription"],
        conversation_option: "exact_match",
      },
    ],
  });
  const answer = await answerOf(ports, "/classify/bulk", { body });
  expect(answer.status).toBe(200);
  expect(answer.body.data).toHaveLength(2);
});

const MANY = Array.from(
  { length: 23 },
  (_, at): Painted => ({
    name: `video-${at}`,
    colours: Array.from({ length: at + 1 }, (_, n) => (n === 0 ? "red" : "grey")),
  }),
);

/** All pages of a classification, forwards. */
async function allPages(ports: Parameters<typeof ask>[0], change: object): Promise<ClassifyAnswer[]> {
  const pages = [(await answerOf(ports, "/classify/bulk", { body: bulk(change) })).body];
  for (
    let token = pages[0]?.page_info.next_page_token;
    token;
    token = pages.at(-1)?.page_info.next_page_token
  )
    pages.push((await answerOf(ports, `/classify/${token}`, {})).body);
  return pages;
}

test.each([
  [{ page_limit: 5, include_clips: true, show_detailed_score: true }, [5, 5, 5, 5, 3]],
  [{ page_limit: 5 }, [5, 5, 5, 5, 3]],
  [{ include_clips: true }, [10, 10, 3]],
  [{}, [23]],
  [{ page_limit: 23 }, [23]],
])("pages of %j hold %j videos, together what one page would", async (change, sizes) => {
  const { ports } = aLibrary(MANY);
  const pages = await allPages(ports, change);
  expect(pages.map(({ data }) => data.length)).toEqual(sizes);
  const whole = await answerOf(ports, "/classify/bulk", { body: bulk({ ...change, page_limit: 50 }) });
  expect(pages.flatMap(({ data }) => data)).toEqual(whole.body.data);
  for (const { page_info } of pages) expect(page_info.total_results).toBe(23);
});

test("pages hold no video that was removed meanwhile", async () => {
  const { ports, items } = aLibrary(MANY);
  const first = await answerOf(ports, "/classify/bulk", { body: bulk({ page_limit: 20 }) });
  items.clear();
  const second = await answerOf(ports, `/classify/${first.body.page_info.next_page_token}`, {});
  expect(second).toMatchObject({ status: 200, body: { data: [] } });
});

test("pages show no gaps, and cost no model call without clips", async () => {
  const { ports, asked } = aLibrary(MANY);
  const first = await answerOf(ports, "/classify/bulk", { body: bulk({ page_limit: 20 }) });
  const calls = asked.texts.length;
  const second = await answerOf(ports, `/classify/${first.body.page_info.next_page_token}`, {});
  expect(new Set([...first.body.data, ...second.body.data].map(({ video_id }) => video_id)).size).toBe(23);
  expect(asked.texts).toHaveLength(calls);
  const back = await answerOf(ports, `/classify/${second.body.page_info.prev_page_token}`, {});
  expect(back.body).toEqual(first.body);
});

test("keeps nothing when there is one page only", async () => {
  const { ports, saved } = aLibrary(MANY);
  await ask(ports, "/classify/bulk", { body: bulk() });
  expect(saved.size).toBe(0);
});

test("keeps long results in several pieces", async () => {
  const { ports, saved } = aLibrary(MANY);
  const padding = Array.from({ length: 90 }, (_, at) => ({ name: `none ${at}`, prompts: ["violet"] }));
  const classes = [...COLOURS, ...padding];
  const pages = await allPages(ports, { classes, page_limit: 3, threshold: { min_video_score: 90 } });
  // 3 000 scores are 10 pages of 3 videos with 93 classes: the eight pages are in one piece.
  expect(saved.size).toBe(2);
  expect(pages.flatMap(({ data }) => data)).toHaveLength(23);
  const large = await allPages(ports, { classes, page_limit: 20, threshold: { min_video_score: 90 } });
  // Now a piece holds a page.
  expect(saved.size).toBe(5);
  expect(large.flatMap(({ data }) => data)).toHaveLength(23);
});

test("a page can be asked for during an hour, and only by who may see the index", async () => {
  const { ports, clock } = aLibrary(MANY);
  const { body } = await answerOf(ports, "/classify/bulk", { body: bulk({ page_limit: 5 }) });
  const path = `/classify/${body.page_info.next_page_token}`;
  clock.advance(3_599_000);
  expect(await ask(ports, path)).toMatchObject({ status: 200 });
  const expired = { status: 400, body: { code: "search_page_token_expired" } };
  expect(await ask(ports, path, { indexIds: [indexIdOf("other")] })).toMatchObject(expired);
  clock.advance(1_000);
  expect(await ask(ports, path)).toMatchObject(expired);
});

test("an index that is gone has no pages", async () => {
  const { ports } = aLibrary(MANY);
  const { body } = await answerOf(ports, "/classify/bulk", { body: bulk({ page_limit: 5 }) });
  const emptied = { ...ports, library: { ...ports.library, index: async () => undefined } };
  expect(await ask(emptied, `/classify/${body.page_info.next_page_token}`)).toMatchObject({
    status: 400,
    body: { code: "search_page_token_expired" },
  });
});

test.each([
  "unknown",
  "00000000-0000-4000-8000-000000000009-2",
  "00000000-0000-4000-8000-000000000001-0",
  "%3Cscript%3E",
])("the token %s names nothing", async (token) => {
  const { ports } = aLibrary(MANY);
  await ask(ports, "/classify/bulk", { body: bulk({ page_limit: 5 }) });
  const { status, body } = await ask(ports, `/classify/${token}`);
  expect(status).toBe(404);
  expect(body).toMatchObject({ code: "resource_not_exists", message: expect.not.stringContaining("<") });
});

test("a page behind the last one does not exist", async () => {
  const { ports } = aLibrary(MANY);
  const { body } = await answerOf(ports, "/classify/bulk", { body: bulk({ page_limit: 20 }) });
  const token = body.page_info.next_page_token?.replace(/2$/, "3");
  expect(await ask(ports, `/classify/${token}`)).toMatchObject({ status: 404 });
});

import type { Caller } from "../../lambda/contracts/api/caller.ts";
import { indexIdOf } from "../../lambda/keys.ts";
import { aLibraryWorld, anIndex, aReadyVideo, type LibraryWorld } from "./library-world.ts";

let world: LibraryWorld;
beforeEach(async () => {
  world = await aLibraryWorld();
});
afterEach(() => world.table.close());

const ENGINES = [
  { engine_name: "marengo2.5", engine_options: ["visual", "conversation", "text_in_video", "logo"] },
  { engine_name: "pegasus1", engine_options: ["visual", "conversation"] },
];

async function made(name: string, rest: object = {}) {
  const { status, body } = await world.send("POST", "/indexes", { index_name: name, ...rest });
  expect([status, body]).toEqual([201, { _id: expect.stringMatching(/^[0-9a-f]{24}$/) }]);
  return body._id as string;
}

test("an index is made and shown with its engines and addons as given, in the words of both versions", async () => {
  const id = await made("Ads 😁", { engines: ENGINES, addons: ["thumbnail"] });
  expect(id).toBe(indexIdOf("Ads 😁"));
  expect(await world.send("GET", `/indexes/${id}`)).toEqual({
    status: 200,
    body: {
      _id: id,
      index_name: "Ads 😁",
      engines: ENGINES,
      models: ENGINES.map(({ engine_name, engine_options }) => ({
        model_name: engine_name,
        model_options: engine_options,
      })),
      addons: ["thumbnail"],
      created_at: "2026-11-21T10:00:00.000Z",
      updated_at: "2026-11-21T10:00:00.000Z",
      expires_at: null,
      total_duration: 0,
      video_count: 0,
      reelbase: { folder: "Ads 😁" },
    },
  });
});

test("an index counts the videos that can be searched, and their seconds", async () => {
  await world.table.putIndex(anIndex());
  const one = aReadyVideo("a.mp4", { durationSec: 40.1 });
  const other = aReadyVideo("b.mp4", { durationSec: 0.2 });
  await world.table.putVideo(one.video);
  await world.table.putVideo(other.video);
  await world.table.putVideo(aReadyVideo("c.mp4", { status: "DELETED" }).video);
  const { currentRunId: _, ...failed } = aReadyVideo("d.mp4", { status: "FAILED" }).video;
  await world.table.putVideo(failed);
  const { body } = await world.send("GET", `/indexes/${anIndex().indexId}`);
  expect(body).toMatchObject({ video_count: 2, total_duration: 40.3 });
});

test.each([
  [{}, 400, "parameter_not_provided"],
  [{ index_name: "" }, 400, "parameter_invalid"],
  [{ index_name: ".." }, 400, "parameter_invalid"],
  [{ index_name: "a\u0007" }, 400, "parameter_invalid"],
  [{ index_name: "a\ud800" }, 400, "parameter_invalid"],
  [{ index_name: "a", addons: ["\ud800"] }, 400, "parameter_invalid"],
  [{ index_name: "x".repeat(256) }, 400, "parameter_invalid"],
  [
    { index_name: "a", engines: [{ engine_name: "gpt", engine_options: ["visual"] }] },
    400,
    "parameter_invalid",
  ],
  [
    { index_name: "a", engines: [{ engine_name: "pegasus1", engine_options: ["smell"] }] },
    400,
    "parameter_invalid",
  ],
  [{ index_name: "a", engine: ENGINES }, 400, "parameter_unknown"],
])("refuses to make one of %j", async (body, status, code) => {
  expect(await world.send("POST", "/indexes", body)).toMatchObject({ status, body: { code } });
});

test("a name that exists is refused; the folder of a renamed index is not taken away from it", async () => {
  const first = await made("holiday");
  expect(await world.send("POST", "/indexes", { index_name: " holiday " })).toMatchObject({
    status: 409,
    body: { code: "index_name_already_exists" },
  });
  expect(await world.send("PUT", `/indexes/${first}`, { index_name: "summer" })).toMatchObject({
    status: 204,
  });
  const second = await made("holiday");
  expect(second).not.toBe(first);
  const { body } = await world.send("GET", `/indexes/${second}`);
  expect(body.reelbase).toEqual({ folder: "holiday-2" });
  expect(await world.send("PUT", `/indexes/${second}`, { index_name: "summer" })).toMatchObject({
    status: 409,
  });
  expect(await world.send("PUT", `/indexes/${second}`, { index_name: "holiday" })).toMatchObject({
    status: 204,
  });
});

test("of two that make the same index at once one is told that it exists", async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => world.send("POST", "/indexes", { index_name: "race" })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

test("a removed index is gone for every reader at once, with its videos, and its name is free", async () => {
  const id = await made("holiday");
  const { video } = aReadyVideo("a.mp4");
  await world.table.putVideo(video);
  expect(await world.send("DELETE", `/indexes/${id}`)).toEqual({ status: 204, body: undefined });
  expect(world.removals).toEqual([
    { kind: "index", indexId: id, markedAt: "2026-11-21T10:00:00.001Z", turn: 0, last: false },
  ]);
  expect(await world.send("GET", `/indexes/${id}`)).toMatchObject({ status: 404 });
  expect(await world.send("DELETE", `/indexes/${id}`)).toMatchObject({ status: 404 });
  expect((await world.send("GET", "/indexes")).body.data).toEqual([]);
  expect(await world.send("GET", `/indexes/${id}/videos/${video.videoId}`)).toMatchObject({ status: 404 });
  expect(await world.library.video(video.videoId)).toBeUndefined();
  expect(await world.library.summaries([video.videoId])).toEqual(new Map());
  expect(await world.send("GET", `/tasks/${video.videoId}`)).toMatchObject({ status: 404 });
  expect(await made("holiday")).not.toBe(id);
});

describe("the list", () => {
  beforeEach(async () => {
    for (const [at, name] of ["a", "b", "c", "d", "e"].entries()) {
      const createdAt = `2026-11-0${at + 1}T00:00:00.000Z`;
      const engines = at % 2 === 0 ? [{ name: "pegasus1", options: ["visual"] }] : undefined;
      await world.table.putIndex(
        anIndex({ folder: name, createdAt, updatedAt: createdAt, ...(engines ? { engines } : {}) }),
      );
    }
  });
  const names = async (query: string, caller?: Caller) => {
    const { status, body } = await world.send("GET", `/indexes${query}`, undefined, caller);
    expect(status).toBe(200);
    return body.data.map((index: { index_name: string }) => index.index_name).join("");
  };

  test.each([
    ["", "edcba"],
    ["?page=1&page_limit=10&sort_by=created_at&sort_option=asc", "abcde"],
    ["?page=2&page_limit=2&sort_option=asc", "cd"],
    ["?page=9", ""],
    ["?index_name=c", "c"],
    [`?_id=${indexIdOf("d")}`, "d"],
    ["?engine_family=pegasus&engine_options=visual", "edcba"],
    ["?engine_options=visual,logo", "db"],
    ["?model_family=marengo", "db"],
    ["?created_at=2026-11-04T00:00:00Z", "ed"],
    ["?createdAt%5Bgte%5D=2026-11-02&createdAt%5Blte%5D=2026-11-03", "cb"],
    ["/?updated_at[lt]=2026-11-02", "a"],
  ])("%j gives %j", async (query, expected) => {
    expect(await names(query)).toBe(expected);
  });

  test("tells its pages, and every index stands on one of them", async () => {
    const { body } = await world.send("GET", "/indexes?page_limit=2");
    expect(body.page_info).toEqual({ limit_per_page: 2, page: 1, total_page: 3, total_results: 5 });
    const pages = await Promise.all([1, 2, 3].map((page) => names(`?page_limit=2&page=${page}`)));
    expect(pages.join("")).toBe("edcba");
  });

  test("shows a restricted key its own indexes only", async () => {
    const caller: Caller = { name: "own", scopes: ["read", "write"], indexIds: [indexIdOf("b")] };
    expect(await names("", caller)).toBe("b");
    const answers = await Promise.all([
      world.send("GET", `/indexes/${indexIdOf("c")}`, undefined, caller),
      world.send("DELETE", `/indexes/${indexIdOf("c")}`, undefined, caller),
      world.send("POST", "/indexes", { index_name: "f" }, caller),
    ]);
    expect(answers.map(({ body }) => body.code)).toEqual(Array(3).fill("index_not_allowed"));
  });

  test.each([
    ["?page=0", "parameter_invalid"],
    ["?page_limit=51", "parameter_invalid"],
    ["?page_limit=ten", "parameter_invalid"],
    ["?sort_by=size", "parameter_invalid"],
    ["?created_at=soon", "parameter_invalid"],
    ["?colour=blue", "parameter_unknown"],
    ["?__proto__=1", "parameter_unknown"],
  ])("refuses %s", async (query, code) => {
    expect(await world.send("GET", `/indexes${query}`)).toMatchObject({ status: 400, body: { code } });
  });
});

test("a read key cannot write, and what is no id names nothing", async () => {
  const reader: Caller = { name: "reader", scopes: ["read"] };
  for (const [method, path] of [
    ["POST", "/indexes"],
    ["PUT", `/indexes/${indexIdOf("a")}`],
    ["DELETE", `/indexes/${indexIdOf("a")}`],
  ] as const) {
    expect(await world.send(method, path, { index_name: "a" }, reader)).toMatchObject({ status: 403 });
  }
  for (const id of ["..%2F..", "%00", "A".repeat(24), `${"a".repeat(24)}0`, "%3Cscript%3E"]) {
    const { status, body } = await world.send("GET", `/indexes/${id}`);
    expect([status, body.code]).toEqual([404, "resource_not_exists"]);
    expect(body.message).not.toMatch(/[<>%/]/);
  }
});

test("engines are those of the registry", async () => {
  const { body } = await world.send("GET", "/engines");
  expect(body.data).toContainEqual({
    _id: "marengo3.0",
    author: "TwelveLabs",
    allowed_engine_options: ["visual", "conversation", "text_in_video", "logo", "audio"],
    ready: true,
    finetune: false,
  });
  expect(await world.send("GET", "/engines/pegasus1.2")).toMatchObject({
    status: 200,
    body: { ready: true },
  });
  expect(await world.send("GET", "/engines/gpt")).toMatchObject({ status: 404 });
});

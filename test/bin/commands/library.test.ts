import { anIndex, aTask, aVideo, INDEX_ID, library, OTHER_VIDEO_ID, page, VIDEO_ID } from "../cli/answers.ts";
import { atTerminal } from "../cli/test-io.ts";
import { runWith } from "../cli/with-api.ts";

const VIDEOS = `GET /indexes/${INDEX_ID}/videos`;
const removed = { reply: { status: 204 } };

test("ls lists title, file, length, status and id, newest first", async () => {
  const rows = [
    aVideo({ reelbase: { title: "A day at the beach" } }),
    aVideo({ _id: OTHER_VIDEO_ID, reelbase: { status: "FAILED" } }),
  ];
  const { code, out, seen } = await runWith({ ...library, [VIDEOS]: () => page(rows) }, ["ls"]);
  expect(code).toBe(0);
  expect(out).toContain(`A day at the beach  beach.mp4    1:15  READY   ${VIDEO_ID}`);
  expect(out).toContain(`FAILED  ${OTHER_VIDEO_ID}`);
  expect(seen.at(-1)?.query).toMatchObject({ status: "all", sort_option: "desc" });
});

test("ls --json --all is one document, from every page", async () => {
  const { out, seen } = await runWith(
    {
      ...library,
      [VIDEOS]: ({ query }) => page([aVideo({ _id: `${query["page"]}`.repeat(24) })], { total_page: 3 }),
    },
    ["ls", "default", "--all", "--json"],
  );
  const { data } = JSON.parse(out) as { data: { _id: string }[] };
  expect(data.map(({ _id }) => _id[0])).toEqual(["1", "2", "3"]);
  expect(seen.filter(({ path }) => path.endsWith("/videos"))).toHaveLength(3);
});

test("ls of an empty index, and indexes without any: exit code 3", async () => {
  expect(await runWith({ ...library, [VIDEOS]: () => page([]) }, ["ls"])).toMatchObject({ code: 3, out: "" });
  expect(await runWith({ "GET /indexes": () => page([]) }, ["indexes"])).toMatchObject({ code: 3, out: "" });
});

test("show has chapters, texts and metadata; with --json all of it", async () => {
  const { out } = await runWith(library, ["show", "default/beach.mp4"]);
  for (const text of ["READY  default/beach.mp4  (1:15, 640×360", "0:00–1:15  Swimming", "EXIT", "city Rome"])
    expect(out).toContain(text);
  const { out: text } = await runWith(library, ["show", VIDEO_ID, "--json"]);
  expect(JSON.parse(text)).toMatchObject({
    videoId: VIDEO_ID,
    index: "default",
    onScreenText: [{ text: "EXIT" }],
  });
});

test("show says why results are missing", async () => {
  const reason = { code: "CORRUPT", message: "The file cannot be read.", hint: "Upload it again." };
  const routes = {
    ...library,
    [`${VIDEOS}/${VIDEO_ID}`]: () => aVideo({ reelbase: { status: "REJECTED", reason, results: {} } }),
  };
  const { out } = await runWith(routes, ["show", VIDEO_ID]);
  expect(out).toContain("CORRUPT: The file cannot be read. Upload it again.");
});

test("runs lists what is asked for, and one of them with its reason", async () => {
  const reason = { code: "CORRUPT", message: "It is broken.", hint: "Upload it again." };
  const failed = aTask({ status: "failed", reelbase: { reason } });
  const routes = { ...library, "GET /tasks": () => page([failed]), [`GET /tasks/${VIDEO_ID}`]: () => failed };
  const list = await runWith(routes, ["runs", "--status", "failed"]);
  expect(list.out).toContain("It is broken.");
  expect(list.seen.at(-1)?.query).toMatchObject({ status: "failed" });
});

test("runs of one video lists what happened to it, with reasons and calls", async () => {
  const at = "2026-11-21T10:00:00.000Z";
  const run = { _id: "f".repeat(32), generation: 1, created_at: at, updated_at: at };
  const reason = { code: "MODEL_TIMEOUT", message: "The model did not answer.", hint: "Upload it again." };
  const data = [
    {
      ...run,
      generation: 2,
      status: "READY",
      reason: null,
      bedrock_calls: { invoke_model: 0, start_async_invoke: 1 },
    },
    { ...run, status: "FAILED", reason, bedrock_calls: { invoke_model: 2, start_async_invoke: 0 } },
  ];
  const routes = { ...library, [`${VIDEOS}/${VIDEO_ID}/runs`]: () => ({ data }) };
  const { code, out } = await runWith(routes, ["runs", VIDEO_ID]);
  expect(code).toBe(0);
  expect(out).toContain("MODEL_TIMEOUT: The model did not answer. Upload it again.");
  expect(out).toMatch(/READY +2 .* 0 \+ 1/);
});

test("rm asks the person at the terminal, and takes yes alone for yes", async () => {
  const routes = { ...library, [`DELETE /indexes/${INDEX_ID}/videos/${VIDEO_ID}`]: () => removed };
  const rm = (answer: string) =>
    runWith(routes, ["rm", "beach.mp4"], { ...atTerminal(), ask: async () => answer });
  expect(await rm("yes")).toMatchObject({ code: 0, err: "beach.mp4 is gone.\n" });
  const no = await rm("y");
  expect(no).toMatchObject({ code: 1, err: "reelbase: Nothing was removed.\n" });
  expect(no.seen.some(({ method }) => method === "DELETE")).toBe(false);
});

test("rm without a terminal needs --yes, and finds all before it removes one", async () => {
  const routes = { ...library, [`DELETE /indexes/${INDEX_ID}/videos/${VIDEO_ID}`]: () => removed };
  expect(await runWith(routes, ["rm", "beach.mp4"])).toMatchObject({ code: 2 });
  const json = await runWith(routes, ["rm", "beach.mp4", VIDEO_ID, "--yes", "--json"]);
  expect(JSON.parse(json.out)).toEqual({ removed: [VIDEO_ID] });
  const typo = await runWith(routes, ["rm", "beach.mp4", "baech.mp4", "--yes"]);
  expect(typo).toMatchObject({ code: 1, err: expect.stringContaining('no video "baech.mp4"') });
  expect(typo.seen.some(({ method }) => method === "DELETE")).toBe(false);
});

test("indexes are made, renamed and removed", async () => {
  const routes = {
    "GET /indexes": () => page([anIndex()]),
    "POST /indexes": () => ({ _id: INDEX_ID }),
    [`PUT /indexes/${INDEX_ID}`]: () => removed,
    [`DELETE /indexes/${INDEX_ID}`]: () => removed,
  };
  expect(await runWith(routes, ["indexes", "create", "holiday"])).toMatchObject({
    code: 0,
    out: `${INDEX_ID}\n`,
  });
  const renamed = await runWith(routes, ["indexes", "rename", "default", "first"]);
  expect(renamed.seen.at(-1)).toMatchObject({ method: "PUT", body: { index_name: "first" } });
  expect((await runWith(routes, ["indexes", "rm", "default", "--yes"])).seen.at(-1)).toMatchObject({
    method: "DELETE",
  });
  expect((await runWith(routes, ["indexes"])).out).toContain(`default       1  1:01:40  ${INDEX_ID}`);
});

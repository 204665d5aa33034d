import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textWidth } from "../../../bin/cli/view/text-width.ts";
import { aClip, anIndex, aTask, aVideo, INDEX_ID, library, page, VIDEO_ID } from "../cli/answers.ts";
import { refusal } from "../cli/played-api.ts";
import { atTerminal } from "../cli/test-io.ts";
import { runWith } from "../cli/with-api.ts";

const POOL = { index_id: INDEX_ID, total_count: 1, total_duration: 75 };
const found = (data: object[], info: object = {}) => ({ ...page(data, info), search_pool: POOL });
const search = (answer: () => object, argv: string[], changes = {}) =>
  runWith({ ...library, "POST /search": answer }, ["search", ...argv], changes);

test("shows rank, score, when, what and why", async () => {
  const clip = aClip({ metadata: [{ type: "visual" }, { type: "text_in_video", text: "EXIT" }] });
  const { code, out, err, seen } = await search(() => found([clip]), ["a", "blue picture"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(
    "#  SCORE  CONFIDENCE  WHEN       VIDEO               WHY\n" +
      '1  91.50  high        0:06–1:12  A day at the beach  visual, text_in_video "EXIT"\n',
  );
  const question = seen.find(({ path }) => path === "/search")?.body;
  expect(question).toEqual({
    index_id: INDEX_ID,
    query: "a blue picture",
    search_options: ["visual"],
    page_limit: 10,
  });
});

test("finds nothing: exit code 3, and one notice that is no result", async () => {
  expect(await search(() => found([]), ["zebra"])).toMatchObject({
    code: 3,
    out: "",
    err: "Nothing was found.\n",
  });
  const { code, out } = await search(() => found([]), ["zebra", "--json"]);
  expect({ code, document: JSON.parse(out) }).toMatchObject({
    code: 3,
    document: { data: [], search_pool: POOL },
  });
});

test("follows the pages up to the limit, and all of them with --all", async () => {
  const clips = [1, 2, 3, 4, 5].map((rank) => aClip({ rank }));
  const routes = {
    ...library,
    "POST /search": () => found(clips.slice(0, 2), { next_page_token: "t-1" }),
    "GET /search/t-1": () => found(clips.slice(2, 4), { next_page_token: "t-2" }),
    "GET /search/t-2": () => found(clips.slice(4)),
  };
  const ranks = async (...argv: string[]) => {
    const { out, seen } = await runWith(routes, ["search", "blue", "--json", ...argv]);
    const { data } = JSON.parse(out) as { data: { rank: number }[] };
    return { ranks: data.map(({ rank }) => rank), requests: seen.length };
  };
  expect(await ranks("--limit", "3")).toEqual({ ranks: [1, 2, 3], requests: 3 });
  expect(await ranks("--limit", "2")).toEqual({ ranks: [1, 2], requests: 2 });
  expect(await ranks("--all")).toEqual({ ranks: [1, 2, 3, 4, 5], requests: 4 });
});

test("asks what the options say", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelbase-image-"));
  const image = join(folder, "a.png");
  await writeFile(image, "png");
  const argv = ["sea", "--index", INDEX_ID, "--in", "audio,logo", "--and", "--image", image, "--explain"];
  argv.push("--threshold", "62.5", "--filter", "duration>=60", "--limit", "80");
  const { seen } = await search(() => found([aClip()]), argv);
  await rm(folder, { recursive: true });
  expect(seen.find(({ path }) => path === "/search")?.body).toEqual({
    index_id: INDEX_ID,
    query: "sea",
    query_media_type: "image",
    query_media_base64: "cG5n",
    search_options: ["audio", "logo"],
    operator: "and",
    threshold: 62.5,
    explain: true,
    filter: { duration: { gte: 60 } },
    page_limit: 50,
  });
});

test("--like asks for what resembles a moment of a named video", async () => {
  const { code, seen } = await search(() => found([aClip()]), ["--like", "beach.mp4@0:05-0:10"]);
  expect(code).toBe(0);
  expect(seen.find(({ path }) => path === "/search")?.body).toMatchObject({
    query_video: { video_id: VIDEO_ID, start: 5, end: 10 },
  });
});

test("--explain tells how a result got its place", async () => {
  const options = [
    { type: "visual", rank: 1, weight: 1, score: 90, similarity: 0.3124 },
    { type: "logo", rank: 2, weight: 1, score: 92.28, word_share: 1 },
  ];
  const { out } = await search(
    () => found([aClip({ explain: { k: 60, fused: 0.03, options } })]),
    ["x", "--explain"],
  );
  expect(out).toContain(`visual #1 0.312, logo #2 1.000  ${VIDEO_ID}`);
});

test("--group lists the moments of each video", async () => {
  const { out, seen } = await search(
    () => found([{ id: VIDEO_ID, clips: [aClip(), aClip({ rank: 2 })] }]),
    ["blue", "--group"],
  );
  expect(out.trimEnd().split("\n")).toHaveLength(3);
  expect(seen.find(({ path }) => path === "/search")?.body).toMatchObject({ group_by: "video" });
});

test("a table fits the terminal, whatever the title", async () => {
  const title = "海".repeat(200);
  const video = `GET /indexes/${INDEX_ID}/videos/${VIDEO_ID}`;
  const routes = {
    ...library,
    [video]: () => aVideo({ reelbase: { results: { title: `${title}\u001b[2J` } } }),
    "POST /search": () => found([aClip()]),
  };
  const { out } = await runWith(routes, ["search", "x"], atTerminal(60));
  for (const line of out.trimEnd().split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(60);
  expect(out).not.toContain("\u001b");
});

test("several indexes and none named: the one called default, else a question back", async () => {
  const two = [anIndex({ index_name: "one" }), anIndex({ _id: "f".repeat(24), index_name: "two" })];
  const { code, err } = await runWith(
    { "GET /indexes": ({ query }) => page(query["index_name"] === undefined ? two : []) },
    ["search", "x"],
  );
  expect({ code, err }).toEqual({
    code: 2,
    err: "reelbase: Say which index with --index; there are one, two.\n",
  });
});

test("an index that is not there: the names of those that are", async () => {
  const { code, err } = await runWith(
    { "GET /indexes": ({ query }) => page(query["index_name"] === undefined ? [anIndex()] : []) },
    ["search", "x", "--index", "holidays"],
  );
  expect({ code, err }).toEqual({
    code: 1,
    err: 'reelbase: There is no index "holidays"; there is default.\n',
  });
});

test("two videos of one name are told apart by their ids", async () => {
  const routes = { ...library, "GET /tasks": () => page([aTask(), aTask({ _id: "d".repeat(24) })]) };
  const { code, err } = await runWith(routes, ["show", "beach.mp4"]);
  expect(code).toBe(1);
  expect(err).toContain(
    `${VIDEO_ID} (default/beach.mp4), ${"d".repeat(24)} (default/beach.mp4). Give the id of one.`,
  );
});

test("a token that has expired meanwhile is said in the words of the API", async () => {
  const routes = {
    ...library,
    "POST /search": () => found([aClip()], { next_page_token: "t-1" }),
    "GET /search/t-1": () => refusal(400, "search_page_token_expired", "The token has expired."),
  };
  expect(await runWith(routes, ["search", "x", "--all"])).toMatchObject({
    code: 1,
    err: "reelbase: The token has expired.\n",
  });
});

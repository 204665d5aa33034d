import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aVideo, INDEX_ID, library, OTHER_VIDEO_ID, page, VIDEO_ID } from "../cli/answers.ts";
import { runWith } from "../cli/with-api.ts";

const VIDEOS = `GET /indexes/${INDEX_ID}/videos`;

test("classify asks for the classes, and lists those that were found with their moments", async () => {
  const clip = { start: 0, end: 6, score: 97.8, option: "visual", prompt: "red screen", thumbnail_url: null };
  const scores = { max_score: 97.8, avg_score: 97.8, normalized_score: 100, duration_weighted_score: 97.8 };
  const found = { name: "red", score: 98.5, duration_ratio: 0.33, clips: [clip], detailed_scores: scores };
  const routes = { ...library, "POST /classify": () => page([{ video_id: VIDEO_ID, classes: [found] }]) };
  const argv = ["classify", "--class", "red=red screen,red picture", "--class", "blue", "--min-score", "80"];
  const { code, out, seen } = await runWith(routes, [...argv, "--min-ratio", "0.3", "--clips", "--details"]);
  expect(code).toBe(0);
  expect(seen.find(({ path }) => path === "/classify")?.body).toMatchObject({
    index_id: INDEX_ID,
    options: ["visual"],
    classes: [
      { name: "red", prompts: ["red screen", "red picture"] },
      { name: "blue", prompts: ["blue"] },
    ],
    threshold: { min_video_score: 80, min_duration_ratio: 0.3 },
    include_clips: true,
    show_detailed_score: true,
  });
  expect(out).toMatch(/red +98\.50 +0\.33 +97\.80 +97\.80 +100\.00 +A day at the beach\n/);
  expect(out).toMatch(/red +97\.80 +0:00–0:06 +visual "red screen" +A day at the beach\n/);
});

test("classify of named videos names them, and nothing found is exit code 3", async () => {
  const empty = { data: [], page_info: { limit_per_page: 0, page_expired_at: "", total_results: 0 } };
  const { code, seen } = await runWith({ ...library, "POST /classify": () => empty }, [
    ...["classify", "beach.mp4", "--class", "red"],
  ]);
  expect(code).toBe(3);
  expect(seen.find(({ path }) => path === "/classify")?.body).toMatchObject({ video_ids: [VIDEO_ID] });
});

test("gist and summarize show what the API answers", async () => {
  const gist = { id: "1", title: "Beach", topics: ["sea"], hashtags: ["sun"] };
  expect((await runWith({ ...library, "POST /gist": () => gist }, ["gist", "beach.mp4"])).out).toBe(
    "  title       Beach\n  topics      sea\n  hashtags    #sun\n",
  );
  const chapter = {
    chapter_number: 0,
    start: 0,
    end: 75,
    chapter_title: "Swimming",
    chapter_summary: "They swim.",
  };
  const routes = { ...library, "POST /summarize": () => ({ id: "1", chapters: [chapter] }) };
  const { out, seen } = await runWith(routes, ["summarize", "beach.mp4", "--type", "chapter"]);
  expect(out).toBe("  0:00–1:15   Swimming\n              They swim.\n");
  expect(seen.at(-1)?.body).toEqual({ video_id: VIDEO_ID, type: "chapter" });
});

test("embed shows the beginning of an embedding, and all of it with --json", async () => {
  const embedding = Array.from({ length: 512 }, (_, at) => at / 512);
  const routes = { ...library, "POST /embed-v2": () => ({ data: [{ embedding }] }) };
  expect((await runWith(routes, ["embed", "red", "car"])).out).toBe(
    "512 numbers: 0.0000 0.0020 0.0039 0.0059 …\n",
  );
  const { out, seen } = await runWith(routes, ["embed", "red car", "--json"]);
  expect(JSON.parse(out)).toEqual({ data: [{ embedding }] });
  expect(seen.at(-1)?.body).toEqual({ input_type: "text", text: { input_text: "red car" } });
});

test("embed --video lists the stored segments", async () => {
  const segment = {
    ...{ start_offset_sec: 0, end_offset_sec: 6, embedding_option: "visual", embedding_scope: "clip" },
    float: [0.5, 0.25],
  };
  const answer = {
    ...aVideo(),
    embedding: { model_name: "marengo3.0", video_embedding: { segments: [segment] } },
  };
  const routes = { ...library, [`${VIDEOS}/${VIDEO_ID}`]: () => answer };
  const { out, seen } = await runWith(routes, [
    "embed",
    "--video",
    "beach.mp4",
    "--option",
    "visual",
    "--json",
  ]);
  expect(JSON.parse(out)).toEqual({ data: [segment] });
  expect(seen.at(-1)?.query).toEqual({ embedding_option: "visual" });
});

test("export writes one video, or all of an index, in each of its formats", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelbase-export-"));
  const other = `${VIDEOS}/${OTHER_VIDEO_ID}`;
  const nothing = () => ({ data: [] });
  const routes = {
    ...library,
    [VIDEOS]: () => page([aVideo(), aVideo({ _id: OTHER_VIDEO_ID })]),
    [other]: () => aVideo({ _id: OTHER_VIDEO_ID }),
    ...{
      [`${other}/text-in-video`]: nothing,
      [`${other}/logo`]: nothing,
      [`${other}/transcription`]: nothing,
    },
  };
  const vtt = await runWith(routes, ["export", "beach.mp4", "--format", "vtt"]);
  expect(vtt.out).toMatch(/^WEBVTT - A day at the beach\n\n1\n00:00:00\.000 --> 00:01:15\.000\nSwimming\n$/);
  const jsonl = await runWith(routes, ["export"]);
  expect(
    jsonl.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).videoId),
  ).toEqual([VIDEO_ID, OTHER_VIDEO_ID]);
  const csv = join(folder, "a.csv");
  expect(await runWith(routes, ["export", "--format", "csv", "--out", csv])).toMatchObject({
    code: 0,
    out: "",
    err: `2 videos written to ${csv}.\n`,
  });
  expect(await readFile(csv, "utf8")).toMatch(/^video_id,index,file,kind,start_sec,end_sec,title,text\r\n/);
  await runWith(routes, ["export", "--format", "vtt", "--out", join(folder, "vtt")]);
  expect(await readdir(join(folder, "vtt"))).toEqual([
    `beach.${VIDEO_ID}.vtt`,
    `beach.${OTHER_VIDEO_ID}.vtt`,
  ]);
  await rm(folder, { recursive: true });
});

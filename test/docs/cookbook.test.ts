import { EXACT_SCORE } from "../../lambda/domain/score.ts";
import { indexIdOf } from "../../lambda/keys.ts";
import { CALIBRATION } from "../../lambda/models/calibration.ts";
import { sendAwsCommand } from "./aws-command.ts";
import { type CookbookLibrary, cookbookLibrary, FAILED_RUN } from "./cookbook-library.ts";
import { requestOfCurl } from "./curl-command.ts";
import { type Block, blocksOf, documentAt, tableBelow } from "./markdown.ts";
import { runTypeScript } from "./run-typescript.ts";
import { callsOf, wordsOfCommand } from "./shell.ts";

/** Whatever can be copied from the cookbook does what is written there. */

const MINUTE = 60_000;
const INDEX = indexIdOf("default");

let library: CookbookLibrary;
let cookbook: string;
let blocks: Block[];
beforeAll(async () => {
  cookbook = await documentAt("docs/cookbook.md");
  blocks = blocksOf(cookbook);
  library = await cookbookLibrary();
}, 2 * MINUTE);
afterAll(() => library.close());

/** What the shell blocks set, and what later ones name. */
const variables = (more: Record<string, string> = {}) => ({
  ...library.environment,
  ...{ VIDEO: library.videoId, INDEX, RUN: library.runId },
  ...more,
});

const QUERIES = [
  "1. Everything about a video",
  "2. The videos of an index, newest first",
  "3. All indexes",
  "4. Chapters and highlights",
  "5. The runs of a video, with their reasons",
  "6. What failed, and what is under way",
  "7. The segments of one option, with their embeddings",
  "8. The segment at a given second",
  "9. Where a word was read, shown or said",
  "10. Answers that were paid for",
] as const;

test("there are ten queries, each in three languages", () => {
  const languages = blocks
    .filter(({ heading }) => (QUERIES as readonly string[]).includes(heading))
    .map(({ heading, language }) => [heading, language]);
  expect(languages).toEqual(
    QUERIES.flatMap((query) => ["sh", "ts", "python"].map((language) => [query, language])),
  );
});

test("the AWS commands answer with the items that they are about", async () => {
  const segment = (ms: string) => `SEGMENT#${library.runId}#visual#clip#${ms}`;
  const found: Record<string, string[][]> = {};
  for (const { heading, text } of blocks.filter(({ language }) => language === "sh")) {
    for (const call of callsOf("aws dynamodb", text)) {
      const items = await sendAwsCommand(library.client, wordsOfCommand(call, variables()));
      // What is projected without its key is known by its attributes.
      const shown = items.map((item) => item["sk"]?.S ?? Object.keys(item).sort().join());
      found[heading] = [...(found[heading] ?? []), shown];
    }
  }
  expect(found).toEqual({
    [QUERIES[0]]: [["VIDEO"]],
    [QUERIES[1]]: [["VIDEO", "VIDEO"]],
    [QUERIES[2]]: [["INDEX"], ["INDEX"]],
    [QUERIES[3]]: [["chapters,highlights"]],
    [QUERIES[4]]: [[`RUN#${library.runId}`]],
    [QUERIES[5]]: [[`RUN#${FAILED_RUN}`]],
    [QUERIES[6]]: [["currentRunId"], [segment("000000000"), segment("000006000"), segment("000012000")]],
    [QUERIES[7]]: [[segment("000006000")]],
    [QUERIES[8]]: [[expect.stringMatching(new RegExp(`^${library.videoId}#${library.runId}#000002000$`))]],
    [QUERIES[9]]: [[expect.stringMatching(/^ANALYSIS#text#/)]],
  });
});

test(
  "the TypeScript blocks, one after the other in one file, print what they are about",
  async () => {
    const printed = await runTypeScript(
      blocks.filter(({ language }) => language === "ts"),
      library.environment,
    );
    expect(printed[QUERIES[0]]).toMatch(/^READY Red screen, then blue screen, then green screen \[/);
    const listed = printed[QUERIES[1]]?.split("\n") ?? [];
    expect(listed).toEqual(Array(2).fill(expect.stringContaining(" READY ")));
    const times = listed.map((line) => line.split(" ", 1)[0]);
    expect(times).toEqual(times.toSorted().reverse());
    expect(printed[QUERIES[2]]).toBe("default default");
    expect(printed[QUERIES[3]]).toMatch(/^0 6 Red screen.*\n6 12 Blue screen\n12 18.+\n6 11 The picture/);
    expect(printed[QUERIES[4]]).toMatch(/ READY no reason/);
    expect(printed[QUERIES[5]]).toMatch(/^FAILED [0-9a-f]{24} /);
    expect(printed[QUERIES[6]]).toMatch(/^0 6 2048\n6 12 2048\n12 18[.\d]* 2048$/);
    expect(printed[QUERIES[7]]).toBe("6 12");
    expect(printed[QUERIES[8]]).toBe(`${library.videoId} 2 4 SALE today`);
    expect(printed[QUERIES[9]]).toMatch(/^text 1 [\s\S]*Which colours\?[\s\S]*The video is/);
    const cosines = [...(printed["Embeddings"] ?? "").matchAll(/ (-?[\d.]+)$/gm)].map(([, n]) => Number(n));
    expect(cosines).toEqual([0, 0.8, 0]);
  },
  MINUTE,
);

/** 16 × 16 points of blue. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mMQ0bhDEmIY1TCqYfhqAAAUJBgQCtUO5gAAAABJRU5ErkJggg==",
  "base64",
);

test(
  "the curl commands answer with what they are about",
  async () => {
    const blue = { start: 6, end: 12, video_id: library.videoId, confidence: "high" };
    const answers = await curlAnswers();
    expect(answers).toEqual([
      expect.objectContaining({ data: [expect.objectContaining(blue), expect.anything()] }),
      expect.objectContaining({
        data: expect.arrayContaining([
          expect.objectContaining({ explain: expect.objectContaining({ k: 60 }) }),
        ]),
      }),
      expect.objectContaining({ data: expect.arrayContaining([expect.objectContaining(blue)]) }),
      expect.objectContaining({
        data: expect.arrayContaining([expect.objectContaining({ ...blue, score: 100 })]),
      }),
      expect.objectContaining({ data: [expect.objectContaining({ start: 0, end: 7 })] }),
      expect.objectContaining({ data: [expect.objectContaining({ start: 0, end: 12 })] }),
      expect.objectContaining({
        data: [
          expect.objectContaining({ id: library.videoId, clips: expect.any(Array), user_metadata: {} }),
          expect.anything(),
        ],
      }),
      expect.objectContaining({
        page_info: expect.objectContaining({ next_page_token: expect.any(String) }),
      }),
      expect.objectContaining({ data: expect.any(Array) }),
      expect.objectContaining({
        data: expect.arrayContaining([
          expect.objectContaining({
            video_id: library.videoId,
            classes: [
              expect.objectContaining({ name: "red", score: 98.52, duration_ratio: 0.33 }),
              expect.objectContaining({ name: "blue" }),
            ],
          }),
        ]),
      }),
      expect.stringMatching(/^\{"event_type":"stream_start".*\n(.*text_generation.*\n)+.*"stream_end".*\n$/),
      expect.objectContaining({ data: expect.stringMatching(/^\{"colours": ?\[/) }),
      expect.objectContaining({ title: expect.any(String), hashtags: expect.any(Array) }),
      expect.objectContaining({ chapters: expect.arrayContaining([expect.objectContaining({ start: 6 })]) }),
      expect.objectContaining({ upload: expect.objectContaining({ method: "PUT" }) }),
      expect.objectContaining({ status: "ready", video_id: library.videoId }),
    ]);
  },
  MINUTE,
);

async function curlAnswers(): Promise<unknown[]> {
  const answers: unknown[] = [];
  let TOKEN = "";
  for (const { text } of blocks.filter(({ language }) => language === "sh")) {
    for (const call of callsOf("curl", text)) {
      const request = requestOfCurl(wordsOfCommand(call, variables({ TOKEN })), { "picture.png": PICTURE });
      const response = await fetch(request);
      const answer = await response.text();
      if (!response.ok) throw new Error(`${request.url} was answered with ${response.status}: ${answer}`);
      const isLines = response.headers.get("content-type") === "application/x-ndjson";
      const body = isLines ? answer : JSON.parse(answer);
      TOKEN = body.page_info?.next_page_token ?? TOKEN;
      answers.push(body);
    }
  }
  return answers;
}

test("the numbers of the scores are those of the code", () => {
  const [[, ...similarities] = [], [, ...scores] = []] = tableBelow(cookbook, "How scores come about");
  const points = similarities.map((similarity, at) => [Number(similarity), Number(scores[at])]);
  expect(points).toEqual(CALIBRATION.points);
  const { high, medium, low } = CALIBRATION.bands;
  expect(cookbook).toContain(`\`high\` from ${high}, \`medium\` from ${medium}, \`low\` from ${low},`);
  expect(cookbook).toContain(`scores ${EXACT_SCORE} × the share`);
  expect(cookbook).toContain(`\`min_clip_score\`, which is ${medium} unless`);
});

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const MINUTE = 60_000;

interface Operation {
  readonly differences: readonly string[];
}

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "reelbase-recorded-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** `npm run compat -- …` as a person types it. */
function compat(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "bin/compat.ts", ...args],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const record = (name: string, method: string, endpoint: string, python_body: string | null, rest: object) =>
  writeFile(
    join(dir, `${name}.json`),
    JSON.stringify({ request: { method, endpoint, python_body }, ...rest }),
  );

test(
  "a folder that is not there, no folder and a broken file end in one line",
  async () => {
    for (const args of [[join(dir, "nowhere")], []]) {
      const { code, stdout, stderr } = await compat(...args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^(reelbase: [^\n]+|usage: [^\n]+\n[^\n]+)\n$/);
    }
    await writeFile(join(dir, "a.json"), "{");
    expect(await compat(dir)).toEqual({
      code: 2,
      stdout: "",
      stderr: "reelbase: a.json is not valid JSON.\n",
    });
  },
  MINUTE,
);

test(
  "recorded requests are made to a library of the samples, and only what is not documented fails",
  async () => {
    const _id = "0123456789abcdef01234567";
    await record("1", "POST", "/indexes", `{"index_name": NAME, "engines": ENGINES}`, {
      status: 201,
      response: { _id },
    });
    await record(
      "2",
      "POST",
      "/search/",
      `{"query": query, "index_id": INDEX_ID, "search_options": ["visual"]}`,
      {
        status: 200,
        response: {
          data: [
            {
              confidence: "high",
              start: 1,
              end: 2.5,
              score: 80,
              video_id: _id,
              metadata: [{ type: "visual" }],
              thumbnail_url: "https://example.com/1.jpeg",
            },
          ],
          page_info: { limit_per_page: 10, page_expired_at: "2020-01-01T00:00:00Z", total_results: 1 },
          search_pool: { index_id: _id, total_count: 1, total_duration: 3 },
        },
      },
    );
    await record("3", "GET", "/indexes", null, {
      status: 200,
      response: { data: [{ _id, colour: "red" }] },
    });
    const { code, stdout, stderr } = await compat(dir, "--json");
    expect([code, stderr]).toEqual([1, ""]);
    const { operations } = JSON.parse(stdout) as { operations: Operation[] };
    expect(operations).toMatchObject([
      { operation: "POST /indexes", statusMatches: 1, differences: [] },
      {
        operation: "POST /search",
        statusMatches: 1,
        differences: [],
        documented: expect.arrayContaining([
          "data[].thumbnail_url: text recorded, null here - null: no thumbnails are made",
        ]),
      },
      { operation: "GET /indexes", statusMatches: 1 },
    ]);
    expect(operations[2]?.differences).toContain("3.json: data[].colour: text recorded, missing here");
  },
  2 * MINUTE,
);

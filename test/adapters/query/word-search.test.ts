import { wordSearch } from "../../../lambda/adapters/query/word-search.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { aRunInput } from "../../factories.ts";

const run = aRunInput();
let test: TestCatalog;
beforeAll(async () => {
  test = await aCatalog();
  const span = { option: "text_in_video", startSec: 4, endSec: 6, text: "Study abroad: Paris" };
  await test.catalog.putWords(run, [
    { ...span, token: "study", position: 0 },
    { ...span, token: "paris", position: 2 },
    { ...span, token: "paris", position: 0, startSec: 9, endSec: 10, text: "Paris" },
    { ...span, token: "paris", position: 0, option: "logo" },
  ]);
});
afterAll(() => test.close());

const found = (words: readonly string[], option = "text_in_video") =>
  wordSearch(test.client, test.tableName).find(run.indexId, option, words);

it("finds the texts with any of the words, each once", async () => {
  const { videoId, runId } = run;
  expect(await found(["study", "paris", "london"])).toEqual([
    { videoId, runId, startSec: 4, endSec: 6, text: "Study abroad: Paris" },
    { videoId, runId, startSec: 9, endSec: 10, text: "Paris" },
  ]);
});

it("keeps the options apart", async () => {
  expect(await found(["paris"], "logo")).toHaveLength(1);
  expect(await found(["paris"], "conversation")).toEqual([]);
});

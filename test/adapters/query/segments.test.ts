import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoDbSegments } from "../../../lambda/adapters/query/segments.ts";
import { batches, decodeVector, type EmbeddedSegment } from "../../../lambda/domain/embedding.ts";
import { PermanentError } from "../../../lambda/domain/errors.ts";
import type { RunId } from "../../../lambda/keys.ts";
import { segmentKey } from "../../../lambda/keys.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { aRunInput } from "../../factories.ts";

const run = aRunInput();
let table: TestCatalog;
beforeAll(async () => {
  table = await aCatalog();
});
afterAll(() => table.close());

const segment = (option: string, scope: string, startSec: number, dimension = 512): EmbeddedSegment => ({
  ...{ option, scope, startSec },
  endSec: startSec + 6,
  vector: Float32Array.from({ length: dimension }, (_, at) => (at === 0 ? 1 : startSec / 1000 + at / 1e6)),
  norm: 1,
});
const clips = (option: string, runId: RunId = run.runId) =>
  dynamoDbSegments(table.client, table.tableName).clips(run.videoId, runId, option);

test("reads the clips of one run and option in order of time, and nothing else", async () => {
  const visual = [12, 0, 6, 1000].map((startSec) => segment("visual", "clip", startSec));
  const others = [
    segment("visual", "asset", 0),
    segment("visual-text", "clip", 0),
    segment("audio", "clip", 0),
  ];
  await table.catalog.putSegments(run, "model", [...visual, ...others]);
  const other = { ...run, runId: `${run.runId.slice(0, -1)}x` as RunId };
  await table.catalog.putSegments(other, "model", [segment("visual", "clip", 3)]);

  const { spans, embeddings } = await clips("visual");
  expect(spans).toEqual([0, 6, 12, 1000].map((startSec) => ({ startSec, endSec: startSec + 6 })));
  const expected = [0, 6, 12, 1000].flatMap((startSec) => [...segment("visual", "clip", startSec).vector]);
  expect([...decodeVector(embeddings)]).toEqual(expected);
});

test("follows the pages of a long video", async () => {
  const long = { ...run, runId: "long" as RunId };
  const all = Array.from({ length: 900 }, (_, at) => segment("visual", "clip", at * 6));
  for (const group of batches(all, 100)) await table.catalog.putSegments(long, "model", group);
  const { spans, embeddings } = await clips("visual", long.runId);
  expect(spans.map(({ startSec }) => startSec)).toEqual(all.map(({ startSec }) => startSec));
  expect(embeddings).toHaveLength(900 * 512 * 4);
});

test("a run without segments of the option has none", async () => {
  expect(await clips("transcription")).toEqual({ spans: [], embeddings: new Uint8Array(0) });
});

test("refuses vectors of different lengths, which could not be told apart", async () => {
  const mixed = { ...run, runId: "mixed" as RunId };
  await table.catalog.putSegments(mixed, "model", [
    segment("visual", "clip", 0),
    segment("visual", "clip", 6, 1024),
  ]);
  await expect(clips("visual", mixed.runId)).rejects.toThrow(PermanentError);
});

test("refuses an item that is no segment", async () => {
  const Item = { ...segmentKey(run.videoId, "odd" as RunId, segment("visual", "clip", 0)), startSec: "0" };
  await table.client.send(
    new BatchWriteCommand({ RequestItems: { [table.tableName]: [{ PutRequest: { Item } }] } }),
  );
  await expect(clips("visual", "odd" as RunId)).rejects.toThrow();
});

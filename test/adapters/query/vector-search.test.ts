import { QueryVectorsCommand, type S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { vectorSearch } from "../../../lambda/adapters/query/vector-search.ts";
import { s3VectorsIndex } from "../../../lambda/adapters/s3vectors-index.ts";
import { normalise } from "../../../lambda/domain/embedding.ts";
import { indexIdOf, type VideoId } from "../../../lambda/keys.ts";
import { embeddingModel } from "../../../lambda/models.ts";
import type { NearestQuestion, SegmentHit } from "../../../lambda/query/ports.ts";
import { aRunInput } from "../../factories.ts";
import { openTarget, type Target } from "../../local/s3-vectors/target.ts";

const model = embeddingModel("marengo-3.0");
const run = aRunInput();
const ALL = 250;

let target: Target;
beforeAll(async () => {
  target = await openTarget();
  await target.createIndex({ indexName: "me3-visual-512", dimension: 512 });
  const index = s3VectorsIndex(target.client, target.vectorBucketName, model);
  const segments = (scope: string, offset: number) =>
    Array.from({ length: ALL }, (_, at) => ({
      ...{ option: "visual", scope, startSec: at * 4, endSec: at * 4 + 4 },
      ...normalise(unit(at + offset)),
    }));
  await index.put(run, "visual", [...segments("clip", 0), ...segments("asset", 0)]);
  await index.put(
    { ...run, videoId: "f".repeat(24) as VideoId },
    "visual",
    segments("clip", 0.5).slice(0, 3),
  );
});
afterAll(() => target.close());

/** The farther along, the less it is like the first. */
const unit = (at: number) => {
  const angle = (at / ALL) * (Math.PI / 2);
  return [Math.cos(angle), Math.sin(angle), ...Array.from({ length: 510 }, () => 0)];
};

async function found(change: Partial<NearestQuestion> = {}, client = target.client): Promise<SegmentHit[]> {
  const { vector } = normalise(unit(0));
  const question = { option: "visual", vector, indexId: run.indexId, ...change };
  const hits: SegmentHit[] = [];
  for await (const hit of vectorSearch(client, target.vectorBucketName, model).nearest(question))
    hits.push(hit);
  return hits;
}

it("gives clip segments nearest first, over all pages, with their cosines", async () => {
  const hits = await found();
  expect(hits).toHaveLength(ALL + 3);
  expect(hits[0]).toMatchObject({ videoId: run.videoId, runId: run.runId, startSec: 0, endSec: 4 });
  const cosines = hits.map(({ similarity }) => similarity);
  expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
  expect(cosines[0]).toBeCloseTo(1, 6);
  const { startSec, similarity } = hits.at(-1) as SegmentHit;
  expect(similarity).toBeCloseTo(Math.cos((startSec / 4 / ALL) * (Math.PI / 2)), 5);
});

it("looks in one index of the library, and in the videos that are named", async () => {
  expect(await found({ indexId: indexIdOf("work") })).toEqual([]);
  const videoId = "f".repeat(24) as VideoId;
  const hits = await found({ videoIds: [videoId] });
  expect(hits.map((hit) => hit.videoId)).toEqual([videoId, videoId, videoId]);
});

it("asks for no page that is not needed", async () => {
  let pages = 0;
  const counting = new Proxy(target.client, {
    get: (client, property) => {
      if (property !== "send") return Reflect.get(client, property);
      return (command: unknown) => {
        if (command instanceof QueryVectorsCommand) pages++;
        return client.send(command as QueryVectorsCommand);
      };
    },
  }) as S3VectorsClient;
  const question = { option: "visual", vector: normalise(unit(0)).vector, indexId: run.indexId };
  for await (const _ of vectorSearch(counting, target.vectorBucketName, model).nearest(question)) break;
  expect(pages).toBe(1);
});

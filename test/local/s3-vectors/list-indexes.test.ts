import { ListIndexesCommand, type ListIndexesCommandOutput } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists page by page", async () => {
  const made = new Set<string>();
  for (let n = 0; n < 5; n += 1) made.add((await target.createIndex()).indexName);
  const found: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListIndexesCommandOutput = await target.client.send(
      new ListIndexesCommand({ vectorBucketName: target.vectorBucketName, maxResults: 2, nextToken }),
    );
    found.push(...(page.indexes ?? []).map(({ indexName }) => indexName));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(found).toHaveLength(5);
  expect(new Set(found)).toEqual(made);
});

test("lists the indexes of a prefix", async () => {
  const { vectorBucketName, indexName: prefix } = await target.createIndex();
  const { indexes } = await target.client.send(new ListIndexesCommand({ vectorBucketName, prefix }));
  expect(indexes).toMatchObject([
    {
      vectorBucketName,
      indexName: prefix,
      indexArn: expect.stringContaining(`/index/${prefix}`),
      creationTime: expect.any(Date),
    },
  ]);
});

test("refuses a token that is none", async () => {
  const { vectorBucketName } = target;
  const error = await errorOf(
    target.client.send(new ListIndexesCommand({ vectorBucketName, nextToken: "abc" })),
  );
  expect(error.name).toBe("ValidationException");
});

test("knows no bucket that is not there", async () => {
  const error = await errorOf(
    target.client.send(new ListIndexesCommand({ vectorBucketName: "not-there-at-all" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

import {
  CreateVectorBucketCommand,
  ListVectorBucketsCommand,
  type ListVectorBucketsCommandOutput,
} from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists the buckets of a prefix", async () => {
  const { vectorBucketName } = target;
  const { vectorBuckets } = await target.client.send(
    new ListVectorBucketsCommand({ prefix: vectorBucketName }),
  );
  expect(vectorBuckets).toMatchObject([{ vectorBucketName, creationTime: expect.any(Date) }]);
});

test("lists page by page", async () => {
  const made = [target.vectorBucketName];
  for (let n = 0; n < 2; n += 1) {
    const vectorBucketName = target.newBucketName();
    await target.client.send(new CreateVectorBucketCommand({ vectorBucketName }));
    made.push(vectorBucketName);
  }
  const found: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListVectorBucketsCommandOutput = await target.client.send(
      new ListVectorBucketsCommand({ prefix: "reelbase-test-", maxResults: 2, nextToken }),
    );
    found.push(...(page.vectorBuckets ?? []).map(({ vectorBucketName }) => vectorBucketName));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(found).toEqual(expect.arrayContaining(made));
  expect(new Set(found).size).toBe(found.length);
});

test.each([{ maxResults: 0 }, { maxResults: 501 }])("refuses %j", async (input) => {
  const error = await errorOf(target.client.send(new ListVectorBucketsCommand(input)));
  expect(error.name).toBe("ValidationException");
});

import {
  CreateIndexCommand,
  CreateVectorBucketCommand,
  DeleteIndexCommand,
  DeleteVectorBucketCommand,
  DeleteVectorBucketPolicyCommand,
  GetIndexCommand,
  GetVectorBucketCommand,
  GetVectorBucketPolicyCommand,
  ListIndexesCommand,
  ListVectorBucketsCommand,
  PutVectorBucketPolicyCommand,
} from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, put, query, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
}, 60_000);
afterAll(() => target.close(), 60_000);

const arn = (rest: string) =>
  expect.stringMatching(new RegExp(`^arn:aws:s3vectors:[a-z0-9-]+:\\d{12}:bucket/${rest}$`));

describe("vector bucket", () => {
  it("is described and listed", async () => {
    const { vectorBucketName } = target;
    const { vectorBucket } = await target.client.send(new GetVectorBucketCommand({ vectorBucketName }));
    expect(vectorBucket).toMatchObject({
      vectorBucketName,
      vectorBucketArn: arn(vectorBucketName),
      encryptionConfiguration: { sseType: "AES256" },
    });
    expect(vectorBucket?.creationTime).toBeInstanceOf(Date);
    const byArn = await target.client.send(
      new GetVectorBucketCommand({ vectorBucketArn: vectorBucket?.vectorBucketArn }),
    );
    expect(byArn.vectorBucket).toEqual(vectorBucket);
    const { vectorBuckets } = await target.client.send(
      new ListVectorBucketsCommand({ prefix: vectorBucketName }),
    );
    expect(vectorBuckets).toMatchObject([{ vectorBucketName }]);
  });

  it("cannot be made twice, nor deleted with an index in it", async () => {
    const { vectorBucketName } = target;
    expect(
      await errorOf(target.client.send(new CreateVectorBucketCommand({ vectorBucketName }))),
    ).toMatchObject({
      name: "ConflictException",
      $metadata: { httpStatusCode: 409 },
    });
    await target.createIndex();
    const error = await errorOf(target.client.send(new DeleteVectorBucketCommand({ vectorBucketName })));
    expect(error.name).toBe("ConflictException");
  });

  it.each(["no", "Capital-Letters", "under_score", "-start", "end-", "x".repeat(64)])(
    "cannot be called %s",
    async (name) => {
      const error = await errorOf(
        target.client.send(new CreateVectorBucketCommand({ vectorBucketName: name })),
      );
      expect(error.name).toBe("ValidationException");
    },
  );

  it("keeps a policy until it is deleted", async () => {
    const { vectorBucketName } = target;
    const { vectorBucket } = await target.client.send(new GetVectorBucketCommand({ vectorBucketName }));
    const resource = vectorBucket?.vectorBucketArn ?? "";
    const account = resource.split(":")[4];
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "s3vectors:ListIndexes",
          Resource: resource,
        },
      ],
    });
    await target.client.send(new PutVectorBucketPolicyCommand({ vectorBucketName, policy }));
    const kept = await target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName }));
    expect(JSON.parse(kept.policy ?? "")).toMatchObject({ Statement: [{ Action: "s3vectors:ListIndexes" }] });
    await target.client.send(new DeleteVectorBucketPolicyCommand({ vectorBucketName }));
    const error = await errorOf(target.client.send(new GetVectorBucketPolicyCommand({ vectorBucketName })));
    expect(error.name).toBe("NotFoundException");
  });
});

describe("vector index", () => {
  it("is described by name and by ARN, and listed", async () => {
    const address = await target.createIndex({
      dimension: 512,
      metadataConfiguration: { nonFilterableMetadataKeys: ["text"] },
    });
    const { index } = await target.client.send(new GetIndexCommand(address));
    expect(index).toMatchObject({
      ...address,
      indexArn: arn(`${address.vectorBucketName}/index/${address.indexName}`),
      dataType: "float32",
      dimension: 512,
      distanceMetric: "cosine",
      metadataConfiguration: { nonFilterableMetadataKeys: ["text"] },
    });
    const byArn = await target.client.send(new GetIndexCommand({ indexArn: index?.indexArn }));
    expect(byArn.index).toEqual(index);
    const { indexes } = await target.client.send(
      new ListIndexesCommand({ vectorBucketName: address.vectorBucketName, prefix: address.indexName }),
    );
    expect(indexes).toMatchObject([{ indexName: address.indexName, indexArn: index?.indexArn }]);
  });

  it("is listed page by page", async () => {
    const own = await openTarget();
    const made = new Set<string>();
    for (let n = 0; n < 5; n += 1) made.add((await own.createIndex()).indexName);
    const found: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await own.client.send(
        new ListIndexesCommand({ vectorBucketName: own.vectorBucketName, maxResults: 2, nextToken }),
      );
      found.push(...(page.indexes ?? []).map(({ indexName }) => indexName));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(found).toHaveLength(5);
    expect(new Set(found)).toEqual(made);
    await own.close();
  });

  it("cannot be made twice", async () => {
    const { indexName } = await target.createIndex();
    expect((await errorOf(target.createIndex({ indexName }))).name).toBe("ConflictException");
  });

  it("starts empty when it is made again under the same name", async () => {
    const address = await target.createIndex();
    await put(target, address, [["a", [1, 0, 0]]]);
    await target.client.send(new DeleteIndexCommand(address));
    expect(await errorOf(query(target, address, [1, 0, 0]))).toMatchObject({
      name: "NotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
    await target.createIndex({ indexName: address.indexName });
    expect((await query(target, address, [1, 0, 0])).vectors).toEqual([]);
  });

  it.each<[string, object]>([
    ["no dimension", { dimension: 0 }],
    ["4,097 dimensions", { dimension: 4097 }],
    ["an unknown metric", { distanceMetric: "dot" }],
    ["an unknown type", { dataType: "float16" }],
    [
      "11 non-filterable keys",
      { metadataConfiguration: { nonFilterableMetadataKeys: Array.from({ length: 11 }, (_, n) => `k${n}`) } },
    ],
  ])("cannot have %s", async (_, input) => {
    expect((await errorOf(target.createIndex(input))).name).toBe("ValidationException");
  });

  it("needs its bucket", async () => {
    const error = await errorOf(
      target.client.send(
        new CreateIndexCommand({
          vectorBucketName: "not-there-at-all",
          indexName: "index",
          dataType: "float32",
          dimension: 3,
          distanceMetric: "cosine",
        }),
      ),
    );
    expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
  });
});

import { DeleteIndexCommand, GetIndexCommand } from "@aws-sdk/client-s3vectors";
import { errorOf, openTarget, put, query, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("deletes an index with its vectors: one made again under the name starts empty", async () => {
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

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(
      new DeleteIndexCommand({ vectorBucketName: target.vectorBucketName, indexName: "not-there" }),
    ),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

test("deletes an index by its ARN", async () => {
  const address = await target.createIndex();
  const { index } = await target.client.send(new GetIndexCommand(address));
  await target.client.send(new DeleteIndexCommand({ indexArn: index?.indexArn }));
  expect((await errorOf(target.client.send(new GetIndexCommand(address)))).name).toBe("NotFoundException");
});

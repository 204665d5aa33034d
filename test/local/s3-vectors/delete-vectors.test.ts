import { DeleteVectorsCommand, GetVectorsCommand } from "@aws-sdk/client-s3vectors";
import { type Address, errorOf, openTarget, put, type Target } from "./target.ts";

let target: Target;
let index: Address;
beforeAll(async () => {
  target = await openTarget();
  index = await target.createIndex();
});
afterAll(() => target.close());

const remove = (keys: string[]) => target.client.send(new DeleteVectorsCommand({ ...index, keys }));

test("deletes the vectors that there are", async () => {
  await put(target, index, [
    ["a", [1, 0, 0]],
    ["b", [0, 1, 0]],
  ]);
  await remove(["a", "not-there"]);
  const { vectors } = await target.client.send(new GetVectorsCommand({ ...index, keys: ["a", "b"] }));
  expect(vectors).toEqual([{ key: "b" }]);
});

test("takes 500 keys, no more and no less than one", async () => {
  const keys = Array.from({ length: 501 }, (_, n) => `${n}`);
  await remove(keys.slice(1));
  for (const wrong of [keys, []]) expect((await errorOf(remove(wrong))).name).toBe("ValidationException");
});

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(new DeleteVectorsCommand({ ...index, indexName: "not-there", keys: ["a"] })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});

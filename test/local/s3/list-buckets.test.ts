import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists buckets by name with the time they were made", async () => {
  const made = [await target.newBucket(), await target.newBucket()].sort();
  const { Buckets = [], Owner } = await target.client.send(new ListBucketsCommand());
  const ours = Buckets.filter(({ Name = "" }) => made.includes(Name));
  expect(ours.map(({ Name }) => Name)).toEqual(made);
  expect(ours[0]?.CreationDate).toEqual(expect.any(Date));
  expect(Owner?.ID).toEqual(expect.any(String));
});

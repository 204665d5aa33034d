import { CreateBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { openLocal, raw, xmlText } from "./local-target.ts";
import { failure, openTarget } from "./target.ts";

test.each(["AB", "a", "-abc", "under_score", "a..b", "192.168.1.1", "a".repeat(64)])(
  "refuses the name %s",
  async (Bucket) => {
    const target = await openTarget();
    const call = target.client.send(new CreateBucketCommand({ Bucket }));
    expect((await failure(call)).status).toBe(400);
    await target.close();
  },
);

test("makes a bucket in its region and takes it for made the second time", async () => {
  const local = await openLocal();
  const Bucket = "holiday-videos";
  const first = await local.client.send(new CreateBucketCommand({ Bucket }));
  expect(first.Location).toBe(`/${Bucket}`);
  await local.client.send(new CreateBucketCommand({ Bucket }));
  expect((await local.client.send(new ListBucketsCommand())).Buckets).toHaveLength(1);
  await local.close();
});

test("outside us-east-1 wants the region named and refuses the second time", async () => {
  const local = await openLocal({ region: "eu-west-1" });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
  const create = (input: object) =>
    local.client.send(new CreateBucketCommand({ Bucket: "holiday", ...input }));
  await create({ CreateBucketConfiguration });
  expect(await failure(create({ CreateBucketConfiguration }))).toEqual({
    name: "BucketAlreadyOwnedByYou",
    status: 409,
  });
  const elsewhere = { CreateBucketConfiguration: { LocationConstraint: "eu-west-3" } };
  expect((await failure(create(elsewhere))).name).toBe("IllegalLocationConstraintException");
  const plain = await raw(local, "PUT", "/another-bucket");
  expect(xmlText(plain, "Code")).toBe("IllegalLocationConstraintException");
  await local.close();
});

test("refuses a kind of bucket that it does not have", async () => {
  const local = await openLocal();
  const body =
    "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>";
  expect(xmlText(await raw(local, "PUT", "/special", { body }), "Code")).toBe("MalformedXML");
  await local.close();
});

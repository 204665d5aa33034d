import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
/** `key version-id`, newest of a key first. */
const expected: string[] = [];
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket("versioned");
  for (const Key of ["a", "b", "b!", "c/1", "c/2"]) {
    const ids: (string | undefined)[] = [];
    for (const Body of ["1", "2"]) {
      ids.unshift((await target.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId);
    }
    if (Key === "b")
      ids.unshift((await target.client.send(new DeleteObjectCommand({ Bucket, Key }))).VersionId);
    expected.push(...ids.map((id) => `${Key} ${id}`));
  }
});
afterAll(() => target.close());

const list = (input: Partial<ListObjectVersionsCommandInput> = {}) =>
  target.client.send(new ListObjectVersionsCommand({ Bucket, ...input }));

async function pages(input: Partial<ListObjectVersionsCommandInput>) {
  const seen: string[] = [];
  const prefixes: (string | undefined)[] = [];
  let markers: Partial<ListObjectVersionsCommandInput> = {};
  for (;;) {
    const page = await list({ ...input, ...markers });
    const { Versions = [], DeleteMarkers = [], CommonPrefixes = [] } = page;
    seen.push(...[...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    prefixes.push(...CommonPrefixes.map(({ Prefix }) => Prefix));
    if (!page.IsTruncated) return { seen: seen.sort(), prefixes };
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

test("lists versions and delete markers, newest first, and marks the latest", async () => {
  const { Versions = [], DeleteMarkers = [] } = await list();
  const ofA = Versions.filter(({ Key }) => Key === "a");
  expect(ofA.map(({ Key, VersionId }) => `${Key} ${VersionId}`)).toEqual(expected.slice(0, 2));
  expect(ofA.map(({ IsLatest }) => IsLatest)).toEqual([true, false]);
  expect(DeleteMarkers).toMatchObject([{ Key: "b", IsLatest: true }]);
  expect(Versions.filter(({ Key }) => Key === "b").map(({ IsLatest }) => IsLatest)).toEqual([false, false]);
});

test.each([1, 2, 3, 1000])("pages by %i without losing or repeating anything", async (MaxKeys) => {
  expect((await pages({ MaxKeys })).seen).toEqual([...expected].sort());
});

test.each([1, 4])("groups by delimiter, by %i", async (MaxKeys) => {
  const { seen, prefixes } = await pages({ MaxKeys, Delimiter: "/" });
  expect(prefixes).toEqual(["c/"]);
  expect(seen).toEqual(expected.filter((line) => !line.startsWith("c/")).sort());
});

test("lists below a prefix, and after a key", async () => {
  const key = async (input: Partial<ListObjectVersionsCommandInput>) =>
    (await list(input)).Versions?.map(({ Key }) => Key);
  expect(await key({ Prefix: "c/" })).toEqual(["c/1", "c/1", "c/2", "c/2"]);
  expect(await key({ KeyMarker: "b" })).toEqual(["b!", "b!", "c/1", "c/1", "c/2", "c/2"]);
});

test("shows the version `null` of a bucket that never had versioning", async () => {
  const plain = await target.newBucket();
  await target.client.send(new PutObjectCommand({ Bucket: plain, Key: "k", Body: "1" }));
  const { Versions } = await list({ Bucket: plain });
  expect(Versions).toMatchObject([{ Key: "k", VersionId: "null", IsLatest: true }]);
});

test("refuses a version marker without a key marker", async () => {
  expect(await failure(list({ VersionIdMarker: "null" }))).toEqual({ name: "InvalidArgument", status: 400 });
});

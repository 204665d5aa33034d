import { ListMultipartUploadsCommand, type ListMultipartUploadsCommandInput } from "@aws-sdk/client-s3";
import { startUpload } from "./multipart.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
const started: string[] = [];
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  for (const Key of ["c/1", "a", "c/2", "b", "a"]) {
    const { UploadId } = await startUpload(target.client, { Bucket, Key });
    started.push(`${Key} ${UploadId}`);
  }
});
afterAll(() => target.close());

const list = (input: Partial<ListMultipartUploadsCommandInput> = {}) =>
  target.client.send(new ListMultipartUploadsCommand({ Bucket, ...input }));

test("lists open uploads by key, those of one key in the order of their start", async () => {
  const [c1, a, c2, b, secondA] = started;
  const { Uploads = [] } = await list();
  expect(Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`)).toEqual([a, secondA, b, c1, c2]);
  expect(Uploads[0]?.Initiated).toEqual(expect.any(Date));
});

test("groups by delimiter and pages", async () => {
  const seen: (string | undefined)[] = [];
  let markers: Partial<ListMultipartUploadsCommandInput> = {};
  for (;;) {
    const page = await list({ MaxUploads: 1, Delimiter: "/", ...markers });
    seen.push(...(page.Uploads ?? []).map(({ Key }) => Key));
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    if (!page.IsTruncated) break;
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
  expect(seen).toEqual(["a", "a", "b", "c/"]);
});

test("lists below a prefix", async () => {
  expect((await list({ Prefix: "c/" })).Uploads?.map(({ Key }) => Key)).toEqual(["c/1", "c/2"]);
});

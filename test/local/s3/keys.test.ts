import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { type LocalTarget, openLocal, raw, xmlText } from "./local-target.ts";
import { failure, openTarget, type Target } from "./target.ts";

describe("a key", () => {
  let target: Target;
  let Bucket: string;
  beforeAll(async () => {
    target = await openTarget();
    Bucket = await target.newBucket();
  });
  afterAll(() => target.close());

  test.each([
    "a+b c.mp4",
    "100%.mp4",
    "%2B%20%%%",
    "a%2Fb",
    "a&b=c#d?e:f;g",
    "trailing space ",
    "/leading//double/",
    "nfc-\u00e9 nfd-e\u0301",
    "rtl-\u202e-zero-\u200b-\u{1f3ac}",
    "__proto__",
    "constructor",
    "'\"<>&",
    "\ufeffmark",
    "é".repeat(512),
    "k".repeat(1024),
  ])("%j is stored and listed exactly as it came", async (Key) => {
    await target.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const { Body } = await target.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe(Key);
    const { Contents } = await target.client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.map((object) => object.Key)).toContain(Key);
  });

  test.each(["k".repeat(1025), `${"é".repeat(512)}x`])("of 1025 bytes is refused", async (Key) => {
    const call = target.client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    expect(await failure(call)).toEqual({ name: "KeyTooLongError", status: 400 });
  });
});

describe("a request target", () => {
  let local: LocalTarget;
  beforeAll(async () => {
    local = await openLocal();
    await local.s3.createBucket({ name: "holiday", versioned: true, eventBridge: false });
  });
  afterAll(() => local.close());

  test.each([
    ["/holiday/a/../b", "a/../b"],
    ["/holiday/../../etc/passwd", "../../etc/passwd"],
    ["/holiday/./x", "./x"],
    ["/holiday/%2e%2e/y", "../y"],
    ["/holiday//z", "/z"],
    ["/holiday/a+b", "a+b"],
    ["/holiday/a%2Bb%20c", "a+b c"],
    ["/holiday/%25zz", "%zz"],
    ["/holiday/n%00ul", "n\0ul"],
    ["/holiday/line%0Abreak%0D", "line\nbreak\r"],
    ["/holiday/%C3%A9", "é"],
  ])("%s names the key %j, and no file outside the folder", async (path, key) => {
    expect((await raw(local, "PUT", path, { body: key })).status).toBe(200);
    const caller = { name: "test", authorize: () => {} };
    const file = await local.s3.open({ bucket: "holiday", key }, caller);
    expect(file.path.startsWith(`${local.dir}/objects/`)).toBe(true);
    expect(await local.bodyFiles()).toContain(file.path.slice(`${local.dir}/objects/`.length));
    const listed = await raw(
      local,
      "GET",
      `/holiday?list-type=2&encoding-type=url&prefix=${encodeURIComponent(key)}`,
    );
    expect(decodeURIComponent(xmlText(listed, "Key") ?? "")).toBe(key);
  });
});

test("keys of any characters are listed in byte order, in pages, without loss", async () => {
  const local = await openLocal();
  const unit = fc.constantFrom("\0", "\u0001", "a", "/", "\uffff", "\u{1f600}", "\u{10ffff}");
  const keys = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 4 }), { maxLength: 12 });
  const caller = { name: "test", authorize: () => {} };
  let number = 0;
  await fc.assert(
    fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (names, MaxKeys) => {
      const name = `bucket-${number++}`;
      await local.s3.createBucket({ name, versioned: true, eventBridge: false });
      for (const key of names) await local.s3.put({ bucket: name, key }, key, "text/plain", caller);
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await local.client.send(
          new ListObjectsV2Command({ Bucket: name, MaxKeys, ContinuationToken, EncodingType: "url" }),
        );
        seen.push(...(page.Contents ?? []).map(({ Key = "" }) => decodeURIComponent(Key)));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
    { numRuns: 25 },
  );
  await local.close();
});

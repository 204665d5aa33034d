import { imageSource } from "../../../lambda/adapters/query/image-source.ts";
import type { Caller } from "../../../lambda/contracts/api/caller.ts";
import { indexIdOf } from "../../../lambda/keys.ts";
import { embeddingModel } from "../../../lambda/models.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const model = { ...embeddingModel("marengo-3.0"), maxImageBytes: 100 };
const fetched: [string, number][] = [];
const images = imageSource({
  model,
  fetchImage: async (url, maxBytes) => {
    fetched.push([url, maxBytes]);
    return JPEG;
  },
  buckets: ["videos-bucket"],
  accountId: "111122223333",
});
const ANYONE: Caller = { name: "test", scopes: ["read"] };
const inline = (bytes: Buffer) => ({ base64String: bytes.toString("base64") });

it.each([
  ["base64", { base64: PNG.toString("base64") }, inline(PNG)],
  [
    "a data URL in a field for base64",
    { base64: `data:image/png;base64,${PNG.toString("base64")}` },
    inline(PNG),
  ],
  ["a data URL", { url: `data:image/jpeg;base64,${JPEG.toString("base64")}` }, inline(JPEG)],
  ["a file of a form", { file: new Blob([PNG]) }, inline(PNG)],
  ["an address", { url: "https://example.com/a.jpg" }, inline(JPEG)],
  [
    "an object of this deployment",
    { url: "s3://videos-bucket/stills/a b.png" },
    { s3Location: { uri: "s3://videos-bucket/stills/a b.png", bucketOwner: "111122223333" } },
  ],
])("takes %s", async (_, image, expected) => {
  expect(await images.media(image, ANYONE)).toEqual(expected);
});

it("lets the address be fetched up to what the model takes", () => {
  expect(fetched).toEqual([["https://example.com/a.jpg", 100]]);
});

it.each([
  ["text that is no base64", { base64: "ä" }, "parameter_invalid"],
  ["another kind of file", { base64: Buffer.from("GIF89a").toString("base64") }, "parameter_invalid"],
  ["nothing", { base64: "" }, "parameter_invalid"],
  ["a data URL of something else", { url: "data:text/html,hello" }, "parameter_invalid"],
  ["too large a file", { file: new Blob([PNG, Buffer.alloc(100)]) }, "parameter_invalid"],
  ["an object elsewhere", { url: "s3://other-bucket/a.png" }, "url_not_allowed"],
  ["a bucket without an object", { url: "s3://videos-bucket" }, "url_not_allowed"],
])("refuses %s", async (_, image, code) => {
  await expect(images.media(image, ANYONE)).rejects.toMatchObject({ name: "ApiError", code });
});

test.each([
  ["videos/holiday/a.png", true],
  ["videos/a.png", false],
  ["videos/work/a.png", false],
  ["videos/work/holiday/a.png", false],
  ["videos//holiday/a.png", false],
  ["stills/holiday/a.png", false],
  ["videos/holiday", false],
])("of %s a key for the index holiday may take the image: %j", async (key, isOpen) => {
  const caller = { ...ANYONE, indexIds: [indexIdOf("holiday")] };
  const taken = images.media({ url: `s3://videos-bucket/${key}` }, caller);
  if (isOpen) expect(await taken).toMatchObject({ s3Location: { uri: `s3://videos-bucket/${key}` } });
  else await expect(taken).rejects.toMatchObject({ name: "ApiError", code: "index_not_allowed" });
});

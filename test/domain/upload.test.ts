import fc from "fast-check";
import { UploadEvent } from "../../lambda/contracts/upload-event.ts";
import { ignoredBecause, paddedSequencer, uploadOf } from "../../lambda/domain/upload.ts";
import { anUpload } from "../factories.ts";

const event = (object: Record<string, unknown>) => ({
  source: "aws.s3",
  "detail-type": "Object Created",
  detail: {
    bucket: { name: "b" },
    object: { key: "videos/a.mp4", size: 5, etag: "e", sequencer: "00AB", "version-id": "v", ...object },
  },
});

describe("upload events", () => {
  it.each([
    "videos/a+b.mp4",
    "videos/100%.mp4",
    "videos/%2B%20%%%.mp4",
    "videos/ü 😀\u202e.mp4",
    "videos/a/../b.mp4",
  ])("keeps the key %j as it came", (key) =>
    expect(uploadOf(UploadEvent.parse(event({ key }))).key).toBe(key),
  );

  it("takes a size written as text, and an object without a version", () => {
    const upload = uploadOf(UploadEvent.parse(event({ size: "12", "version-id": undefined })));
    expect(upload).toMatchObject({ sizeBytes: 12, versionId: "null" });
  });

  it.each([{ key: "" }, { sequencer: "xyz" }, { size: -1 }, { size: "many" }])("refuses %j", (object) => {
    expect(UploadEvent.safeParse(event(object)).success).toBe(false);
  });

  it.each([
    ["videos/a.mp4", undefined],
    ["videos/holiday/", "FOLDER_MARKER"],
    ["other/a.mp4", "OUTSIDE_PREFIX"],
  ])("ignores %s because of %s", (key, because) => expect(ignoredBecause(anUpload({ key }))).toBe(because));
});

describe("paddedSequencer", () => {
  const sequencer = fc.stringMatching(/^[0-9A-F]{1,32}$/);

  it("orders sequencers like numbers of one width that are padded on the right", () => {
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        const value = (text: string) => BigInt(`0x${text.padEnd(32, "0")}`);
        expect(paddedSequencer(a) < paddedSequencer(b)).toBe(value(a) < value(b));
      }),
    );
  });

  it("refuses one that is longer than what is stored", () => {
    expect(() => paddedSequencer("0".repeat(33))).toThrow(RangeError);
  });
});

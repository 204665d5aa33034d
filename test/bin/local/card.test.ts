import { videoCard } from "../../../bin/local/card.ts";
import { videoDocument } from "../../../bin/local/document.ts";
import type { VideoItem } from "../../../lambda/contracts/items.ts";
import { aRun, aVideo } from "../../factories.ts";

function documentOf(change: Partial<VideoItem>) {
  const video = aVideo(change);
  const { bucket, key, versionId, sizeBytes } = video;
  const file = { path: "beach.mp4", name: "beach.mp4", sizeBytes, bucket, key, versionId, startedMs: 0 };
  return videoDocument({ file, video, run: aRun({ status: "READY" }), seconds: 1 }, []);
}
const firstLine = (change: Partial<VideoItem>) => videoCard(documentOf(change)).split("\n")[0];

test.each([
  [{ durationSec: 65, fps: 29.97 }, "READY  beach.mp4  (1:05, 29.97 fps)"],
  [{ durationSec: 65 }, "READY  beach.mp4  (1:05)"],
  [{}, "READY  beach.mp4"],
])("begins with what was measured: %j", (change, line) => {
  expect(firstLine(change)).toBe(line);
});

test("shows what was read, seen, said and given, and obeys none of it", () => {
  const words = (text: string) => [{ startSec: 1, endSec: 2, text }];
  const card = videoCard(
    documentOf({
      onScreenText: words("SALE \u001b[2J"),
      logos: words("Acme"),
      speech: words("Look!"),
      metadata: { camera: "front", take: 3 },
    }),
  );
  expect(card).toContain("  on screen   0:01–0:02  SALE \\u001b[2J");
  expect(card).toContain("  logos       0:01–0:02  Acme");
  expect(card).toContain("  speech      0:01–0:02  Look!");
  expect(card).toContain("  metadata    camera front, take 3");
});

test("the document has an empty list for what is not known", () => {
  expect(documentOf({})).toMatchObject({ fps: null, onScreenText: [], logos: [], speech: [], metadata: {} });
});

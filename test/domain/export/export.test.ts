import fc from "fast-check";
import { csvHead, csvRows } from "../../../lambda/domain/export/csv.ts";
import type { ExportedVideo } from "../../../lambda/domain/export/exported-video.ts";
import { jsonLine } from "../../../lambda/domain/export/jsonl.ts";
import { webVtt } from "../../../lambda/domain/export/webvtt.ts";

const video: ExportedVideo = {
  videoId: "b".repeat(24),
  index: "default",
  file: "beach.mp4",
  status: "READY",
  durationSec: 75,
  createdAt: "2026-03-01T10:00:00.000Z",
  title: "=HYPERLINK(1)",
  topics: ["sea"],
  hashtags: ["@sun"],
  summary: 'They say "go",\nand swim.',
  chapters: [
    { startSec: 60.5, endSec: 3723.4567, title: "<b>End</b> & more\n\n--> x", summary: "-1" },
    { startSec: 0, endSec: 0, title: " ", summary: "" },
  ],
  highlights: [],
  onScreenText: [{ startSec: 1, endSec: 2, text: "EXIT" }],
  logos: [],
  speech: [],
  metadata: {},
};

test("chapters as WebVTT: in order of time, escaped, and never of no length", () => {
  expect(webVtt(video)).toBe(
    "WEBVTT - =HYPERLINK(1)\n\n" +
      "1\n00:00:00.000 --> 00:00:00.001\n-\n\n" +
      "2\n00:01:00.500 --> 01:02:03.457\n&lt;b&gt;End&lt;/b&gt; &amp; more --&gt; x\n",
  );
});

const TIMES = /^(\d{2,}):[0-5]\d:[0-5]\d\.\d{3} --> (\d{2,}):[0-5]\d:[0-5]\d\.\d{3}$/;

test("whatever a title holds, a WebVTT file has one cue for each chapter", () => {
  const span = fc.record({
    startSec: fc.double({ min: 0, max: 1e6, noNaN: true }),
    endSec: fc.double({ min: 0, max: 1e6, noNaN: true }),
    title: fc.string({ unit: "binary" }),
    summary: fc.constant(""),
  });
  fc.assert(
    fc.property(fc.array(span), fc.string({ unit: "binary" }), (chapters, title) => {
      const [head = "", ...cues] = webVtt({ title, file: "a.mp4", chapters }).trimEnd().split("\n\n");
      expect(head.startsWith("WEBVTT")).toBe(true);
      expect(head).not.toMatch(/\n|-->/);
      expect(cues).toHaveLength(chapters.length);
      for (const cue of cues) {
        const [number, times, text, ...more] = cue.split("\n");
        expect(number).toMatch(/^\d+$/);
        expect(times).toMatch(TIMES);
        expect(text).not.toMatch(/^$|<|>|-->/);
        expect(more).toEqual([]);
      }
    }),
  );
});

test("CSV quotes what needs it, and gives a spreadsheet no formula", () => {
  const lines = csvRows(video).split("\r\n");
  const id = `${video.videoId},default,beach.mp4`;
  expect(csvHead()).toBe("video_id,index,file,kind,start_sec,end_sec,title,text\r\n");
  expect(lines[0]).toBe(`${id},video,0,75,'=HYPERLINK(1),"They say ""go"",\nand swim."`);
  expect(lines).toContain(`${id},hashtag,,,,'@sun`);
  expect(lines).toContain(`${id},on_screen_text,1,2,,EXIT`);
  expect(lines.find((line) => line.includes("<b>End</b>"))).toMatch(/,'-1$/);
});

test("a line of JSON stays one line for every reader", () => {
  const line = jsonLine({ ...video, title: "a\u2028b\u2029c\nd" });
  expect(line.match(/[\n\u2028\u2029]/g)).toEqual(["\n"]);
  expect(JSON.parse(line)).toMatchObject({ title: "a\u2028b\u2029c\nd" });
});

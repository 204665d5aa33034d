/** Answers of the API, as small as they can be. */

export const INDEX_ID = "a".repeat(24);
export const VIDEO_ID = "b".repeat(24);
export const OTHER_VIDEO_ID = "c".repeat(24);

export const anIndex = (changes: object = {}) => ({
  _id: INDEX_ID,
  index_name: "default",
  video_count: 1,
  total_duration: 3700,
  created_at: "2026-03-01T10:00:00.000Z",
  updated_at: "2026-03-01T10:00:00.000Z",
  reelbase: { folder: "default" },
  ...changes,
});

export const page = (data: readonly object[], info: object = {}) => ({
  data,
  page_info: { limit_per_page: 50, page: 1, total_page: 1, total_results: data.length, ...info },
});

export const aTask = (changes: object = {}) => ({
  _id: VIDEO_ID,
  index_id: INDEX_ID,
  video_id: VIDEO_ID,
  status: "ready",
  type: "index_task_info",
  created_at: "2026-03-01T10:00:00.000Z",
  updated_at: "2026-03-01T10:01:00.000Z",
  metadata: { duration: 75, filename: "beach.mp4", width: 640, height: 360 },
  process: { percentage: 100 },
  reelbase: { reason: null },
  ...changes,
});

export const aVideo = ({
  reelbase = {},
  ...changes
}: {
  reelbase?: object;
  [name: string]: unknown;
} = {}) => ({
  _id: VIDEO_ID,
  created_at: "2026-03-01T10:00:00.000Z",
  updated_at: "2026-03-01T10:01:00.000Z",
  indexed_at: "2026-03-01T10:01:00.000Z",
  system_metadata: { filename: "beach.mp4", duration: 75, size: 1_234_567, width: 640, height: 360, fps: 25 },
  user_metadata: { city: "Rome" },
  hls: null,
  reelbase: {
    status: "READY",
    reason: null,
    results: {
      title: "A day at the beach",
      topics: ["sea"],
      hashtags: ["beach"],
      summary: "People swim.",
      chapters: [{ startSec: 0, endSec: 75, title: "Swimming", summary: "They swim." }],
      highlights: [],
    },
    ...reelbase,
  },
  ...changes,
});

export const aClip = (changes: object = {}) => ({
  video_id: VIDEO_ID,
  start: 6,
  end: 72,
  score: 91.5,
  confidence: "high",
  rank: 1,
  metadata: [{ type: "visual" }],
  thumbnail_url: null,
  ...changes,
});

const VIDEO = `GET /indexes/${INDEX_ID}/videos/${VIDEO_ID}`;

/** One index with one video, `beach.mp4`. */
export const library = {
  "GET /indexes": () => page([anIndex()]),
  [`GET /indexes/${INDEX_ID}`]: () => anIndex(),
  "GET /tasks": ({ query }: { query: Readonly<Record<string, string>> }) =>
    page((query["filename"] ?? "beach.mp4") === "beach.mp4" ? [aTask()] : []),
  [`GET /tasks/${VIDEO_ID}`]: () => aTask(),
  [VIDEO]: () => aVideo(),
  [`${VIDEO}/text-in-video`]: () => ({ data: [{ start: 1, end: 2, value: "EXIT" }] }),
  [`${VIDEO}/logo`]: () => ({ data: [] }),
  [`${VIDEO}/transcription`]: () => ({ data: [] }),
};

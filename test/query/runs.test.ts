import { runKey } from "../../lambda/keys.ts";
import { aLibraryWorld, anIndex, aReadyVideo, type LibraryWorld } from "./library-world.ts";

let world: LibraryWorld;
beforeAll(async () => {
  world = await aLibraryWorld();
  await world.table.putIndex(anIndex());
});
afterAll(() => world.table.close());

test("the runs of a video come newest first, with their steps, reasons and calls", async () => {
  const { video, run } = aReadyVideo("a.mp4");
  const reason = {
    code: "MODEL_TIMEOUT",
    message: "m",
    hint: "h",
    step: "analyze",
    retryable: true,
  } as const;
  const older = {
    ...run,
    runId: "0".repeat(32) as typeof run.runId,
    status: "FAILED" as const,
    reason,
    createdAt: "2020-01-01T00:00:00.000Z",
  };
  await world.table.putVideo(video, run);
  await world.table.put({ ...runKey(video.videoId, older.runId), ...older });
  const { indexId, videoId } = video;
  const { status, body } = await world.send("GET", `/indexes/${indexId}/videos/${videoId}/runs`);
  expect(status).toBe(200);
  expect(body.data).toMatchObject([
    { _id: run.runId, status: "READY", reason: null, steps: { probe: { status: "DONE" } } },
    { _id: older.runId, status: "FAILED", reason: { code: "MODEL_TIMEOUT" } },
  ]);
  expect(body.data[0].bedrock_calls).toEqual({
    invoke_model: run.calls.invokeModel,
    start_async_invoke: run.calls.startAsyncInvoke,
  });
});

test("runs of a video of another index are not found", async () => {
  const { video } = aReadyVideo("a.mp4");
  const other = anIndex({ folder: "work" });
  await world.table.putIndex(other);
  const path = `/indexes/${other.indexId}/videos/${video.videoId}/runs`;
  expect(await world.send("GET", path)).toMatchObject({ status: 404, body: { code: "resource_not_exists" } });
});

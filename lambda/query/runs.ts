import { Hono } from "hono";
import { runAnswer } from "../contracts/api/run.ts";
import type { RunItem } from "../contracts/items.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";
import type { Library, Runs } from "./ports.ts";
import { visibleVideo } from "./videos/visible-video.ts";

export interface RunsPorts {
  readonly library: Library;
  readonly runs: Runs;
}

/** Runs of one video that are shown: a file that is overwritten every day has more than anybody reads. */
const SHOWN = 100;

/** What happened to a video, newest first. The platform has no such operation: its tasks tell of the newest run alone. */
export function runsRoutes(ports: RunsPorts): Api {
  return new Hono<ApiEnv>({ strict: false }).get(
    "/indexes/:indexId/videos/:videoId/runs",
    needs("read"),
    async (context) => {
      const { videoId } = await visibleVideo(ports, context);
      return context.json({ data: (await newest(ports.runs.ofVideo(videoId))).map(runAnswer) });
    },
  );
}

async function newest(runs: AsyncIterable<RunItem>): Promise<RunItem[]> {
  const kept: RunItem[] = [];
  for await (const run of runs) {
    const at = kept.findIndex(({ createdAt }) => createdAt < run.createdAt);
    kept.splice(at === -1 ? kept.length : at, 0, run);
    kept.length = Math.min(kept.length, SHOWN);
  }
  return kept;
}

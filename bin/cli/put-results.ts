import type { TaskAnswer } from "./answers.ts";
import { EXIT } from "./failure.ts";
import { type FollowedTask, followTasks } from "./follow-tasks.ts";
import type { Session } from "./session.ts";
import { type VideoResults, videoResults } from "./video-results.ts";
import { videoCard } from "./view/card.ts";
import { labelled } from "./view/rows.ts";
import { StatusLine } from "./view/status-line.ts";

/** A video that was put in. */
export type PutVideo = FollowedTask;

/** Waits for the results, and shows them. @returns the exit code: failed when one of them has none */
export async function putResults(session: Session, put: readonly PutVideo[]): Promise<number> {
  const { io, output } = session;
  const api = await session.api();
  const line = new StatusLine(io, output.quiet);
  const tasks = await followTasks(api, io, line, put);
  const results = new Map<string, VideoResults>();
  for (const { _id, index_id, status } of tasks) {
    if (status === "ready") results.set(_id, await videoResults(api, { indexId: index_id, videoId: _id }));
  }
  if (output.json) {
    const rows = tasks.map((task, at) => ({
      file: put[at]?.name,
      video_id: task._id,
      status: task.status,
      reason: task.reelbase?.reason ?? null,
      video: results.get(task._id)?.exported ?? null,
    }));
    await output.list(rows, []);
  } else {
    const cards = tasks.map((task) => {
      const result = results.get(task._id);
      return result === undefined ? failedText(task, io.columns) : videoCard(result, io.columns);
    });
    if (cards.length > 0) await output.text(cards.join("\n\n"));
  }
  return tasks.some(({ status }) => status === "failed") ? EXIT.failed : EXIT.fine;
}

function failedText({ _id, metadata, reelbase }: TaskAnswer, columns: number | undefined): string {
  const reason = reelbase?.reason;
  return [
    ...labelled("failed", metadata.filename, columns),
    ...labelled("id", _id, columns),
    ...labelled("reason", reason ? `${reason.code}: ${reason.message} ${reason.hint}` : "", columns),
  ].join("\n");
}

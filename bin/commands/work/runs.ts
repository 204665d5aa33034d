import { type RunAnswer, RunsAnswer, TaskAnswer } from "../../cli/answers.ts";
import { EXIT } from "../../cli/failure.ts";
import { findIndex } from "../../cli/find-index.ts";
import { findVideo, videoPath } from "../../cli/find-video.ts";
import { listed } from "../../cli/pages.ts";
import type { Session } from "../../cli/session.ts";
import type { Column } from "../../cli/view/table.ts";

interface RunsOptions {
  readonly status?: string;
  readonly index?: string;
}

const COLUMNS: readonly Column<TaskAnswer>[] = [
  { head: "STATUS", of: ({ status }) => status },
  { head: "%", of: ({ process }) => String(process?.percentage ?? ""), align: "right" },
  { head: "CHANGED", of: ({ updated_at }) => minute(updated_at) },
  { head: "FILE", of: ({ metadata }) => metadata.filename, shrinks: true },
  { head: "REASON", of: ({ reelbase }) => reelbase?.reason?.message ?? "", shrinks: true },
  { head: "ID", of: ({ _id }) => _id },
];

export async function runs(
  session: Session,
  video: string | undefined,
  options: RunsOptions,
): Promise<number> {
  if (video !== undefined) return runsOfVideo(session, video);
  const { api, output } = session;
  const { status, index } = options;
  const index_id = index === undefined ? undefined : (await findIndex(await api(), index))._id;
  const query = { status, index_id, sort_by: "updated_at", sort_option: "desc" };
  const count = await output.list(listed(await api(), TaskAnswer, "/tasks", query), COLUMNS);
  if (count === 0) output.notice("There is nothing of this kind.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

const VIDEO_COLUMNS: readonly Column<RunAnswer>[] = [
  { head: "STATUS", of: ({ status }) => status },
  { head: "TRY", of: ({ generation }) => String(generation), align: "right" },
  { head: "BEGUN", of: ({ created_at }) => minute(created_at) },
  { head: "CHANGED", of: ({ updated_at }) => minute(updated_at) },
  { head: "CALLS", of: ({ bedrock_calls: calls }) => `${calls.invoke_model} + ${calls.start_async_invoke}` },
  { head: "REASON", of: ({ reason }) => reasonText(reason), shrinks: true },
  { head: "ID", of: ({ _id }) => _id },
];

async function runsOfVideo({ api, output }: Session, name: string): Promise<number> {
  const video = await findVideo(await api(), name);
  const { data } = await (await api()).json(RunsAnswer, { path: `${videoPath(video)}/runs` });
  const count = await output.list(data, VIDEO_COLUMNS);
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

const minute = (instant: string) => instant.slice(0, 19).replace("T", " ");

const reasonText = (reason: RunAnswer["reason"]) =>
  reason === null ? "" : `${reason.code}: ${reason.message} ${reason.hint}`;

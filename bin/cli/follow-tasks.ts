import type { TaskAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { findTask } from "./find-video.ts";
import type { CliIo } from "./io.ts";
import type { StatusLine } from "./view/status-line.ts";

/** A task that is waited for. */
export interface FollowedTask {
  readonly name: string;
  readonly id: string;
  /** `updated_at` of what was there before the upload; absent for what is new. */
  readonly seenBefore?: string | undefined;
}

/** The first look comes soon, as small videos do; later ones are rarer. */
const FIRST_LOOK_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const GROWTH = 1.3;
/**
 * An upload of the same bytes changes nothing about a video that has its results. What has not changed in this time after
 * an upload, whose event takes a second or two, will not.
 */
const UNCHANGED_MS = 20_000;
const SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** Waits until all tasks are over, in the order in which they were given. */
export async function followTasks(
  api: Api,
  io: CliIo,
  line: StatusLine,
  followed: readonly FollowedTask[],
): Promise<TaskAnswer[]> {
  const ended = new Map<string, TaskAnswer>();
  const said = new Map<string, string>();
  const startedMs = io.now();
  let pauseMs = FIRST_LOOK_MS;
  for (let turn = 0; ; turn++) {
    for (const each of followed.filter(({ id }) => !ended.has(id))) {
      const task = await findTask(api, each.id);
      const isOld = task?.updated_at === each.seenBefore && io.now() - startedMs < UNCHANGED_MS;
      if (task === undefined || isOld) continue;
      if (isOver(task)) ended.set(each.id, task);
      if (said.get(each.id) !== task.status) line.plain(`${each.name}: ${task.status}`);
      said.set(each.id, task.status);
      line.now(
        `${SPINNER[turn % SPINNER.length]} ${ended.size} of ${followed.length}  ${stateText(each.name, task)}`,
      );
    }
    if (ended.size === followed.length) break;
    await io.sleep(pauseMs, io.signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * GROWTH);
  }
  line.clear();
  return followed.flatMap(({ id }) => ended.get(id) ?? []);
}

const isOver = ({ status }: TaskAnswer) => status === "ready" || status === "failed";

const stateText = (name: string, { status, process }: TaskAnswer) =>
  `${name}: ${status}${process === undefined ? "" : ` ${process.percentage} %`}`;

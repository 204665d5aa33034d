import { VideoAnswer } from "../../cli/answers.ts";
import { EXIT } from "../../cli/failure.ts";
import { chooseIndex } from "../../cli/find-index.ts";
import { listed } from "../../cli/pages.ts";
import type { Session } from "../../cli/session.ts";
import { statusOf, titleOf } from "../../cli/video-results.ts";
import type { Column } from "../../cli/view/table.ts";
import { clockTime } from "../../local/card.ts";

interface LsOptions {
  readonly all?: boolean;
}

/** Without --all: newest first, as many as a screen takes. */
const SCREEN = 50;

export async function ls(
  { api, output }: Session,
  indexName: string | undefined,
  options: LsOptions,
): Promise<number> {
  const index = await chooseIndex(await api(), indexName);
  const query = { status: "all", sort_option: "desc" };
  const videos = listed(await api(), VideoAnswer, `/indexes/${index._id}/videos`, query);
  const columns: Column<VideoAnswer>[] = [
    { head: "TITLE", of: (video) => titleOf(video) ?? "", shrinks: true },
    { head: "FILE", of: ({ system_metadata }) => system_metadata.filename, shrinks: true },
    { head: "LENGTH", of: ({ system_metadata }) => lengthText(system_metadata.duration), align: "right" },
    { head: "STATUS", of: statusOf },
    { head: "ID", of: ({ _id }) => _id },
  ];
  let isCut = false;
  async function* shownVideos() {
    let count = 0;
    for await (const video of videos) {
      if (!options.all && count++ === SCREEN) {
        isCut = true;
        return;
      }
      yield video;
    }
  }
  const count = await output.list(shownVideos(), columns);
  if (isCut) output.notice(`These are the newest ${SCREEN}; --all lists all.`);
  if (count === 0) output.notice(`The index ${index.index_name} has no videos.`);
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

const lengthText = (seconds: number) => (seconds > 0 ? clockTime(seconds) : "");

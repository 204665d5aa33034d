import { Created, IndexAnswer } from "../../cli/answers.ts";
import { EXIT } from "../../cli/failure.ts";
import { findIndex } from "../../cli/find-index.ts";
import { listed } from "../../cli/pages.ts";
import type { Session } from "../../cli/session.ts";
import { type SureOptions, sure } from "../../cli/sure.ts";
import type { Column } from "../../cli/view/table.ts";
import { clockTime, shown } from "../../local/card.ts";

const COLUMNS: readonly Column<IndexAnswer>[] = [
  { head: "NAME", of: ({ index_name }) => index_name, shrinks: true },
  { head: "VIDEOS", of: ({ video_count }) => String(video_count), align: "right" },
  { head: "LENGTH", of: ({ total_duration }) => clockTime(total_duration), align: "right" },
  { head: "ID", of: ({ _id }) => _id },
];

export async function list({ api, output }: Session): Promise<number> {
  const count = await output.list(listed(await api(), IndexAnswer, "/indexes"), COLUMNS);
  if (count === 0) output.notice("There is no index yet; reelbase put makes one.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

export async function create({ api, output }: Session, name: string): Promise<number> {
  const body = { index_name: name };
  const created = await (await api()).json(Created, { method: "POST", path: "/indexes", body });
  if (output.json) await output.document(created);
  else await output.text(created._id);
  return EXIT.fine;
}

export async function rename({ api, output }: Session, index: string, name: string): Promise<number> {
  const { _id } = await findIndex(await api(), index);
  await (await api()).send({ method: "PUT", path: `/indexes/${_id}`, body: { index_name: name } });
  if (output.json) await output.document({ _id, index_name: name });
  else output.notice(`${shown(index)} is called ${shown(name)} now.`);
  return EXIT.fine;
}

export async function remove(session: Session, name: string, options: SureOptions): Promise<number> {
  const { api, output } = session;
  const index = await findIndex(await api(), name);
  const what = `the index ${shown(index.index_name)} with its ${index.video_count} videos, their files and results`;
  await sure(session, what, options);
  await (await api()).send({ method: "DELETE", path: `/indexes/${index._id}` });
  if (output.json) await output.document({ removed: [index._id] });
  else output.notice(`${shown(index.index_name)} is gone; its videos are being removed.`);
  return EXIT.fine;
}

import { Created, IndexAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { CliError } from "./failure.ts";
import { lookUpIndex } from "./find-index.ts";

/** An index, and the folder of the bucket whose videos belong to it. */
export interface TargetIndex {
  readonly indexId: string;
  readonly folder: string;
}

/** The index that videos are put into; it is made when it is not there. */
export async function indexFor(api: Api, nameOrId: string): Promise<TargetIndex> {
  const found = await lookUpIndex(api, nameOrId);
  if (found !== undefined) return targetOf(found);
  const body = { index_name: nameOrId };
  const { _id } = await api.json(Created, { method: "POST", path: "/indexes", body });
  return targetOf(await api.json(IndexAnswer, { path: `/indexes/${_id}` }));
}

function targetOf({ _id, reelbase }: IndexAnswer): TargetIndex {
  if (reelbase === undefined)
    throw new CliError("The API does not say where the index's videos go; it is of another release.");
  return { indexId: _id, folder: reelbase.folder };
}

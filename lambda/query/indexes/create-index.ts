import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError } from "../../contracts/api/error.ts";
import type { CreateIndexBody } from "../../contracts/api/index.ts";
import { foldersFor, sameName } from "../../domain/index-folder.ts";
import { type IndexId, indexIdOf } from "../../keys.ts";
import type { Library } from "../ports.ts";
import type { IndexesPorts } from "./indexes-ports.ts";

/** Folders that are tried: each is taken by an index that was renamed, or is being removed. */
const FOLDER_TRIES = 20;

/**
 * Makes an index with the first folder of its name that is free.
 * @throws ApiError `index_name_already_exists`, `parameter_invalid`, `index_not_allowed`
 */
export async function createIndex(
  { library, changes, clock }: IndexesPorts,
  caller: Caller,
  { name, engines, addons }: CreateIndexBody,
): Promise<IndexId> {
  if (caller.indexIds !== undefined)
    throw new ApiError(
      "index_not_allowed",
      "This API key is restricted to certain indexes: it cannot make one.",
    );
  await checkName(library, name);
  const at = new Date(clock.now()).toISOString();
  let tries = 0;
  for (const folder of foldersFor(name)) {
    const indexId = indexIdOf(folder);
    const index = {
      ...{ indexId, folder, name },
      ...(engines === undefined ? {} : { engines }),
      ...(addons === undefined ? {} : { addons }),
      createdAt: at,
      updatedAt: at,
    };
    if (await changes.createIndex(index)) return indexId;
    // Somebody else may have made the same index since the names were looked through.
    if (sameName((await library.index(indexId))?.name ?? "", name)) throw taken(name);
    if (++tries === FOLDER_TRIES) throw taken(name);
  }
  throw new ApiError("parameter_invalid", "The index_name parameter is invalid: it has no letter or digit.");
}

/** @throws ApiError `index_name_already_exists` when another index has the name */
export async function checkName(library: Library, name: string, own?: IndexId): Promise<void> {
  for await (const index of library.indexes()) {
    if (index.indexId !== own && sameName(index.name, name)) throw taken(name);
  }
}

const taken = (name: string) =>
  new ApiError("index_name_already_exists", `There is an index with the name ${name} already.`);

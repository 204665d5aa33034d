import { ApiError } from "../../contracts/api/error.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { laterThan } from "../../domain/instant.ts";
import { checkName } from "./create-index.ts";
import { type IndexesPorts, TRIES } from "./indexes-ports.ts";
import { knownIndex } from "./visible-index.ts";

/**
 * Gives an index another name; its folder, and so its id, stay.
 * @throws ApiError `index_name_already_exists`, `resource_not_exists`
 */
export async function renameIndex({ library, changes, clock }: IndexesPorts, first: IndexItem, name: string) {
  await checkName(library, name, first.indexId);
  let index = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const at = laterThan(index.updatedAt, new Date(clock.now()).toISOString());
    if (await changes.renameIndex(index, name, at)) return;
    index = await knownIndex(library, index.indexId);
  }
  throw new ApiError("service_unavailable", "The index is being changed by others. Try again in a moment.");
}

import { ApiError } from "../../contracts/api/error.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { laterThan } from "../../domain/instant.ts";
import { type IndexesPorts, TRIES } from "./indexes-ports.ts";
import { knownIndex } from "./visible-index.ts";

/** Hides an index and all of its videos at once, and asks for them to be removed. */
export async function removeIndex({ library, changes, removals, clock }: IndexesPorts, first: IndexItem) {
  let index = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const at = laterThan(index.updatedAt, new Date(clock.now()).toISOString());
    const request = { kind: "index", indexId: index.indexId, markedAt: at, turn: 0, last: false } as const;
    // Asked for first: a request without a mark does nothing, a mark without a request would keep the files for ever.
    await removals.send(request, BEFORE_MARK_SEC);
    if (await changes.markIndex(index, at)) return;
    index = await knownIndex(library, index.indexId);
  }
  throw new ApiError("service_unavailable", "The index is being changed by others. Try again in a moment.");
}

/** The mark is there by then. */
const BEFORE_MARK_SEC = 5;

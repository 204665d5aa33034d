import { notFound } from "../../contracts/api/error.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import type { IndexId } from "../../keys.ts";
import { type ApiContext, checkIndex } from "../http/api.ts";
import { pathId } from "../http/ids.ts";
import type { Library } from "../ports.ts";

/**
 * The index that the path names.
 * @throws ApiError `resource_not_exists`, `index_not_allowed`
 */
export async function visibleIndex(
  { library }: { readonly library: Pick<Library, "index"> },
  context: ApiContext,
): Promise<IndexItem> {
  const indexId = pathId<IndexId>("index", context.req.param("indexId") ?? "");
  checkIndex(context.var.caller, indexId);
  return knownIndex(library, indexId);
}

/** @throws ApiError `resource_not_exists` */
export async function knownIndex(library: Pick<Library, "index">, indexId: IndexId): Promise<IndexItem> {
  const index = await library.index(indexId);
  if (index === undefined) throw notFound("index", indexId);
  return index;
}

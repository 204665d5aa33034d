import { Hono } from "hono";
import { SearchBody, SearchPageQuery } from "../contracts/api/search.ts";
import type { SearchAnswer } from "../contracts/api/search-answer.ts";
import { type Api, type ApiContext, type ApiEnv, type ApiVersion, maySee, needs } from "./http/api.ts";
import { formOrJsonBody } from "./http/body.ts";
import { parseParameters } from "./http/parameters.ts";
import { itemsOn, searchAnswer } from "./search/answer.ts";
import { metadataOn, withTexts } from "./search/complete.ts";
import { searchPools } from "./search/pool.ts";
import { runSearch } from "./search/run-search.ts";
import { expired, firstPage, type SearchPage, savedPage } from "./search/saved.ts";
import type { SearchPorts } from "./search/search-ports.ts";
import type { FoundClip } from "./search/search-result.ts";
import { stillThere } from "./search/still-there.ts";

/** One search under all names that v1.2 had for it: for forms, and for combined queries as documented and as its clients had it. */
const SEARCHES = ["/search", "/search-v2", "/combined-search", "/search/combined"];

/** `POST /search`, and `GET /search/{token}` for its further pages. */
export function searchRoutes(ports: SearchPorts): Api {
  const poolOf = searchPools(ports.library, ports.clock);
  const search = async (context: ApiContext) => {
    const question = await formOrJsonBody(context.req, SearchBody);
    const result = await runSearch(ports, poolOf, question, context.var.caller);
    const page = await firstPage(ports, result);
    return context.json(await answer(ports, context.var.version, page, itemsOn(page)));
  };
  const nextPage = async (context: ApiContext) => {
    const query = parseParameters(SearchPageQuery, context.req.query());
    const page = await savedPage(ports, context.req.param("token") ?? "");
    const { indexId } = page.result;
    const isOpen = maySee(context.var.caller, indexId) && (await ports.library.index(indexId)) !== undefined;
    // A key that may not see the index learns nothing of the search, and an index that is gone has no pages.
    if (!isOpen) throw expired();
    const items = await itemsLeft(ports, page);
    return context.json(await answer(ports, context.var.version, page, items, query.include_user_metadata));
  };
  const api = new Hono<ApiEnv>({ strict: false });
  for (const path of SEARCHES) {
    api.post(path, needs("read"), search).get(`${path}/:token`, needs("read"), nextPage);
  }
  return api;
}

/** What a page held when it was ranked, without the videos that are gone since. */
async function itemsLeft({ library }: SearchPorts, page: SearchPage): Promise<FoundClip[][]> {
  const items = itemsOn(page);
  const there = await stillThere(
    library,
    items.flat().map(({ videoId }) => videoId),
  );
  return items.filter((clips) => clips.every(({ videoId }) => there.has(videoId)));
}

async function answer(
  { library }: SearchPorts,
  version: ApiVersion,
  page: SearchPage,
  found: readonly FoundClip[][],
  includeUserMetadata = page.result.includeUserMetadata,
): Promise<SearchAnswer> {
  const items = await withTexts(library, found);
  const metadataOf = includeUserMetadata ? await metadataOn(library, items) : () => undefined;
  return searchAnswer(page, items, { version, metadataOf });
}

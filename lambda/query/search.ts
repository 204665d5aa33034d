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

/**
 * `POST /search`, which the client of v1.2 calls `/search-v2` when it sends a form, and `GET /search/{token}` for its
 * further pages.
 */
export function searchRoutes(ports: SearchPorts): Api {
  const poolOf = searchPools(ports.library, ports.clock);
  const search = async (context: ApiContext) => {
    const question = await formOrJsonBody(context.req, SearchBody);
    const result = await runSearch(ports, poolOf, question, context.var.caller);
    const page = await firstPage(ports, result);
    return context.json(await answer(ports, context.var.version, page));
  };
  return new Hono<ApiEnv>({ strict: false })
    .post("/search", needs("read"), search)
    .post("/search-v2", needs("read"), search)
    .get("/search/:token", needs("read"), async (context) => {
      const query = parseParameters(SearchPageQuery, context.req.query());
      const page = await savedPage(ports, context.req.param("token"));
      const { indexId } = page.result;
      const isOpen =
        maySee(context.var.caller, indexId) && (await ports.library.index(indexId)) !== undefined;
      // A key that may not see the index learns nothing of the search, and an index that is gone has no pages.
      if (!isOpen) throw expired();
      return context.json(await answer(ports, context.var.version, page, query.include_user_metadata));
    });
}

async function answer(
  { library }: SearchPorts,
  version: ApiVersion,
  page: SearchPage,
  includeUserMetadata = page.result.includeUserMetadata,
): Promise<SearchAnswer> {
  const items = await withTexts(library, itemsOn(page));
  const metadataOf = includeUserMetadata ? await metadataOn(library, items) : () => undefined;
  return searchAnswer(page, items, { version, metadataOf });
}

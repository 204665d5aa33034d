import { ApiError } from "../../contracts/api/error.ts";
import type { Clock } from "../../ports.ts";
import type { Ids, SavedPages } from "../ports.ts";
import { SearchResult } from "./search-result.ts";

/** How long the pages of a search can be asked for, as on the platform. */
const KEPT_SEC = 3600;

/** One page of a search. */
export interface SearchPage {
  readonly result: SearchResult;
  /** From 0. */
  readonly page: number;
  /** Undefined when there is one page only: then nothing is kept. */
  readonly searchId?: string;
  /** Seconds since 1970. */
  readonly expiresAtSec: number;
}

interface Ports {
  readonly pages: SavedPages;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The first page of what was found; the rest is kept, so that later pages neither cost nor change. */
export async function firstPage({ pages, clock, ids }: Ports, result: SearchResult): Promise<SearchPage> {
  const expiresAtSec = Math.floor(clock.now() / 1000) + KEPT_SEC;
  if (result.items.length <= result.pageLimit) return { result, page: 0, expiresAtSec };
  const searchId = ids.uuid();
  await pages.save(searchId, "search", result, expiresAtSec);
  return { result, page: 0, searchId, expiresAtSec };
}

/** As the platform writes them: the id of the search and the number of the page. */
const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,4})$/;

export const pageToken = (searchId: string, page: number) => `${searchId}-${page}`;

/**
 * The page that a token stands for.
 * @throws ApiError `parameter_invalid` for what is no token, `search_page_token_expired`
 */
export async function savedPage({ pages, clock }: Ports, token: string): Promise<SearchPage> {
  const [, searchId, number] = TOKEN.exec(token) ?? [];
  if (searchId === undefined || number === undefined)
    throw new ApiError("parameter_invalid", "The page token is invalid: it is not one that a search gave.");
  const saved = await pages.load(searchId, "search");
  // DynamoDB removes what has expired only some time later.
  if (saved === undefined || saved.expiresAtSec * 1000 <= clock.now()) throw expired();
  const result = SearchResult.parse(saved.content);
  const page = Number(number);
  if (page >= Math.ceil(result.items.length / result.pageLimit)) throw expired();
  return { result, page, searchId, expiresAtSec: saved.expiresAtSec };
}

export const expired = () =>
  new ApiError(
    "search_page_token_expired",
    "The page token has expired or is unknown. Make the search again.",
  );

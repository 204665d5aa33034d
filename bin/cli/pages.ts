import type * as z from "zod";
import { type PageInfo, pageOf } from "./answers.ts";
import type { Api, Query } from "./api.ts";

/** The platform's most; fewer requests for the same list. */
const PAGE = 50;

/** A list of the API, page by page; from the oldest unless asked otherwise, so that what is new does not move the pages. */
export async function* listed<T extends z.ZodType>(
  api: Api,
  item: T,
  path: string,
  query: Query = {},
): AsyncGenerator<z.infer<T>> {
  for (let page = 1; ; page++) {
    const asked = { sort_by: "created_at", sort_option: "asc", ...query, page, page_limit: PAGE };
    const answer = await api.json(pageOf(item), { path, query: asked });
    yield* answer.data as z.infer<T>[];
    if (page >= (answer.page_info.total_page ?? 1)) return;
  }
}

/** What pages of results say beside them, of the last page that was read. */
export interface Results<Item> {
  readonly items: AsyncIterable<Item>;
  /** Fields of the last answer but `data`. */
  readonly rest: () => object;
}

/**
 * Results of a question, whose further pages are asked for by a token.
 * @param first the question itself @param nextPath where a token is asked for @param limit most items
 */
export function results<T extends z.ZodType>(
  api: Api,
  item: T,
  first: { readonly path: string; readonly body: unknown },
  nextPath: (token: string) => string,
  limit: number,
): Results<z.infer<T>> {
  let rest: object = {};
  async function* items(): AsyncGenerator<z.infer<T>> {
    let count = 0;
    let token: string | undefined;
    do {
      const answer: { data: unknown[]; page_info: PageInfo } = await api.json(
        pageOf(item),
        token === undefined ? { method: "POST", ...first } : { path: nextPath(token) },
      );
      const { data, ...others } = answer;
      rest = others;
      for (const each of data) {
        if (count++ >= limit) return;
        yield each as z.infer<T>;
      }
      token = answer.page_info.next_page_token;
    } while (token !== undefined && token !== "" && count < limit);
  }
  return { items: items(), rest: () => rest };
}

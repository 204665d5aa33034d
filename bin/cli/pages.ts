import * as z from "zod";
import { type PageInfo, pageOf } from "./answers.ts";
import type { Api, Query } from "./api.ts";
import { CliError } from "./failure.ts";

/** The platform's most; fewer requests for the same list. */
const PAGE = 50;

/** The API shows no page behind this one: a longer list goes on from the time of the last item. */
const LAST_PAGE = 200;

/** What every item of a list has. */
const Dated = z.looseObject({ _id: z.string(), created_at: z.string(), updated_at: z.string().optional() });

/** A list of the API, page by page; from the oldest unless asked otherwise, so that what is new does not move the pages. */
export async function* listed<T extends z.ZodType>(
  api: Api,
  item: T,
  path: string,
  query: Query = {},
): AsyncGenerator<z.infer<T>> {
  const order = { sort_by: "created_at", sort_option: "asc", ...query };
  const field = order.sort_by === "updated_at" ? "updated_at" : "created_at";
  const since = `${field}[${order.sort_option === "asc" ? "gte" : "lte"}]`;
  /** Items of the last time that was seen: they come once more when the list goes on from it. */
  let edge: { readonly time: string | undefined; readonly ids: Set<string> } = {
    time: undefined,
    ids: new Set(),
  };
  let window: Query = {};
  for (let page = 1; ; page++) {
    const asked = { ...order, ...window, page, page_limit: PAGE };
    const { data, page_info } = await api.json(pageOf(item), { path, query: asked });
    for (const one of data as z.infer<T>[]) {
      const dated = Dated.parse(one);
      const time = dated[field] ?? dated.created_at;
      if (time !== edge.time) edge = { time, ids: new Set() };
      if (edge.ids.has(dated._id)) continue;
      edge.ids.add(dated._id);
      yield one;
    }
    if (page >= (page_info.total_page ?? 1)) return;
    if (page < LAST_PAGE) continue;
    if (edge.time === undefined || window[since] === edge.time)
      throw new CliError("More items have the same time than the API shows pages of.");
    window = { [since]: edge.time };
    page = 0;
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

import * as z from "zod";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../../lambda/models.ts";
import type { Answered, Api } from "./api.ts";
import { CHOSEN, INDEX_ID } from "./make-library.ts";
import { textAt } from "./topics.ts";
import { madeVideo } from "./video-item.ts";

/** One kind of request: `n` is how often it was made before, and chooses the text. */
export interface Kind {
  readonly name: string;
  ask(api: Api, n: number): Promise<Answered>;
}

const model = embeddingModel(DEFAULT_EMBEDDING_MODEL);
const chosenIds = Array.from({ length: CHOSEN }, (_, at) => madeVideo(INDEX_ID, at, 1, model).videoId);

const Paged = z.object({ page_info: z.object({ next_page_token: z.string() }) });

const search = (api: Api, n: number, more: object = {}) =>
  api.post("/search", { index_id: INDEX_ID, query: textAt(n), search_options: ["visual"], ...more });

/** What is measured, in the order of the report. Those of two options come last: they bring in another vector index. */
export const KINDS: readonly Kind[] = [
  { name: "search a text", ask: (api, n) => search(api, n) },
  {
    name: "its second page",
    ask: async (api, n) => {
      const { body } = await search(api, n);
      return api.get(`/search/${Paged.parse(body).page_info.next_page_token}`);
    },
  },
  { name: "search, 50 on a page", ask: (api, n) => search(api, n, { page_limit: 50 }) },
  { name: "search, threshold high", ask: (api, n) => search(api, n, { threshold: "high" }) },
  { name: "search, threshold none", ask: (api, n) => search(api, n, { threshold: "none" }) },
  { name: "search, grouped by video", ask: (api, n) => search(api, n, { group_by: "video" }) },
  { name: "search in 5 videos (scan)", ask: (api, n) => search(api, n, { filter: { id: chosenIds } }) },
  {
    name: "search in a fifth, by metadata",
    ask: (api, n) => search(api, n, { filter: { camera: `camera ${n % 5}` } }),
  },
  { name: "list of indexes", ask: (api) => api.get("/indexes") },
  { name: "page of videos", ask: (api) => api.get(`/indexes/${INDEX_ID}/videos?page_limit=50`) },
  {
    name: "search with visual and audio",
    ask: (api, n) => search(api, n, { search_options: ["visual", "audio"], operator: "and" }),
  },
];

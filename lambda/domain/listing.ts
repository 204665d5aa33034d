/** What a caller asks of a list. */
export interface PageRequest {
  /** From 1. */
  readonly page: number;
  /** Items on a page. */
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Items of the whole list. */
  readonly total: number;
}

/**
 * The page of a list that is too long to be held: of the items that pass by, only as many as could still come on the page
 * or before it are kept, at most twice that.
 * @param compare total order of the list: negative when the first comes earlier
 */
export async function pageOf<Item>(
  items: AsyncIterable<Item>,
  { page, limit }: PageRequest,
  compare: (one: Item, other: Item) => number,
): Promise<Page<Item>> {
  const wanted = page * limit;
  const kept: Item[] = [];
  let total = 0;
  for await (const item of items) {
    total++;
    kept.push(item);
    if (kept.length >= 2 * wanted) kept.sort(compare).splice(wanted);
  }
  return { items: kept.sort(compare).slice(wanted - limit, wanted), total };
}

/** Those that pass the test. */
export async function* filtered<Item>(
  items: AsyncIterable<Item>,
  accepts: (item: Item) => boolean,
): AsyncGenerator<Item> {
  for await (const item of items) if (accepts(item)) yield item;
}

export type SortField = "created_at" | "updated_at";
export type SortOption = "asc" | "desc";

/** What lists are sorted by. */
export interface Dated {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** By time; items of the same time by their id, so that no page repeats or misses one. */
export function byTime<Item extends Dated>(
  field: SortField,
  option: SortOption,
  idOf: (item: Item) => string,
) {
  const timeOf = ({ createdAt, updatedAt }: Item) => (field === "created_at" ? createdAt : updatedAt);
  const sign = option === "asc" ? 1 : -1;
  return (one: Item, other: Item) =>
    sign * (compareText(timeOf(one), timeOf(other)) || compareText(idOf(one), idOf(other)));
}

const compareText = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1);

/** What is asked of a list: the page, the order and the conditions, by the platform's names of their fields. */
export interface ListQuery extends PageRequest {
  readonly sortBy: SortField;
  readonly sortOption: SortOption;
  readonly filter: Readonly<Record<string, unknown>>;
}

import { storing } from "../service-errors.ts";
import { getItems, type LibraryTable, queryIndex } from "./table-reads.ts";

type Item = Record<string, unknown>;

/** Keys looked up at once; BatchGetItem takes 100. */
const PAGE = 100;

/**
 * The items of a list in the GSI `byIndex` (`INDEX_LIST`, `API_KEY_LIST`), oldest first. The GSI has room for the attributes
 * of videos alone (DynamoDB takes 20 names), so the items themselves are read from the table: what was deleted or changed
 * a moment ago shows already.
 */
export async function* listedItems(table: LibraryTable, list: string): AsyncGenerator<Item> {
  let page: Item[] = [];
  for await (const entry of queryIndex(table, list, "oldest")) {
    page.push(entry);
    if (page.length < PAGE) continue;
    yield* await itemsOf(table, page);
    page = [];
  }
  yield* await itemsOf(table, page);
}

async function itemsOf(table: LibraryTable, entries: readonly Item[]): Promise<Item[]> {
  const keys = entries.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  const items = await storing("Listing", () => getItems(table, keys));
  const byKey = new Map(items.map((item) => [item["pk"], item] as const));
  return keys.map(({ pk }) => byKey.get(pk)).filter((item) => item !== undefined);
}

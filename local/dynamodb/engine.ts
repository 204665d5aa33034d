import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Place } from "../service.ts";
import { refuseDocumentComparisons } from "./comparisons.ts";
import {
  actions,
  type DynaliteOperation,
  type DynaliteStore,
  type Fields,
  internals,
  operationValidations,
  type Table,
  validations,
} from "./dynalite.ts";
import { toServiceError, unsupported } from "./errors.ts";
import { rowRanges, startingWith, tableKey } from "./keys.ts";

/** dynalite's rules and storage, without its HTTP server. */
export interface Engine {
  readonly store: DynaliteStore;
  /** The input as the actions want it. Throws what the service answers to a malformed request. */
  validate(operation: DynaliteOperation, input: Readonly<Fields>): Fields;
  /** Runs a validated request on the store, or on the view of a unit of work. */
  act(operation: DynaliteOperation, data: Fields, store?: DynaliteStore): Promise<Fields>;
  /** A table's record, whatever its status; undefined when there is none. */
  table(name: string): Promise<Table | undefined>;
  close(): Promise<void>;
}

/** Opens the LevelDB in `dir`, and brings tables that a crash left between two statuses to the later one. */
export async function openEngine(dir: string, place: Place): Promise<Engine> {
  await mkdir(dirname(dir), { recursive: true });
  const store = internals.create({ path: dir, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsAccountId = place.account;
  store.tableDb.awsRegion = place.region;
  await store.db.open();
  await settleTables(store);
  return {
    store,
    validate: (operation, input) => validate(operation, input, store),
    act: (operation, data, on = store) => act(operation, data, on),
    table: async (name) => (await store.db.get(tableKey(name))) as Table | undefined,
    close: () => store.db.close(),
  };
}

function validate(operation: DynaliteOperation, input: Readonly<Fields>, store: DynaliteStore): Fields {
  const { types, custom } = operationValidations[operation];
  for (const name of Object.keys(input)) {
    // dynalite would drop the field without a word.
    if (!(name in types) && input[name] !== undefined) throw unsupported(`${operation} with ${name}`);
  }
  try {
    // Both steps and the actions write into what they get.
    const data = validations.checkTypes(structuredClone({ ...input }), types);
    validations.checkValidations(data, types, custom, store);
    refuseDocumentComparisons(data);
    return data;
  } catch (error) {
    throw toServiceError(error);
  }
}

function act(operation: DynaliteOperation, data: Fields, store: DynaliteStore): Promise<Fields> {
  return new Promise((resolve, reject) => {
    actions[operation](store, data, (error, output) => {
      if (error) reject(toServiceError(error));
      else resolve(output ?? {});
    });
  });
}

/** Removes the rows of a table and of its indexes, then the table itself: in this order a crash can be resumed. */
export async function removeTable(store: DynaliteStore, table: Table): Promise<void> {
  await store.db.put(tableKey(table.TableName), { ...table, TableStatus: "DELETING" });
  for (const range of rowRanges(table.TableName)) await store.db.clear(range);
  await store.db.batch([{ type: "del", key: tableKey(table.TableName) }]);
}

async function settleTables(store: DynaliteStore): Promise<void> {
  const tables: Table[] = [];
  for await (const [, value] of store.db.iterator(startingWith(tableKey("")))) tables.push(value as Table);
  for (const table of tables) {
    if (table.TableStatus === "DELETING") await removeTable(store, table);
    else if (table.TableStatus !== "ACTIVE") await store.db.put(tableKey(table.TableName), activated(table));
  }
}

function activated(table: Table): Table {
  const indexes = table.GlobalSecondaryIndexes?.map((index) => ({ ...index, IndexStatus: "ACTIVE" }));
  return { ...table, TableStatus: "ACTIVE", ...(indexes ? { GlobalSecondaryIndexes: indexes } : {}) };
}

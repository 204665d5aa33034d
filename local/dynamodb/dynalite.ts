import { createRequire } from "node:module";

/**
 * The parts of dynalite that the stand-in is built on. They are not its public interface, which is why the version
 * is pinned exactly; a test fails when it moves.
 */
const require = createRequire(import.meta.url);

/** The version that these declarations were written for. */
export const DYNALITE_VERSION = "4.0.0";

/** A value in the wire format: `{ S: "text" }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;
export type Fields = Record<string, unknown>;

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

/** A table's record; its ARN, key schema and the rest as DescribeTable shows them. */
export interface Table {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: string;
  readonly CreationDateTime: number;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly LocalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[];
}

type Callback<T> = (error: unknown, value?: T) => void;
export type Release = <T>(callback: Callback<T>) => Callback<T>;

/** The items of one table, or the entries of one index. */
export interface Rows {
  get(key: string, callback: Callback<Item>): void;
  put(key: string, value: unknown, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  /** Runs `work` when nobody else holds the key; it wraps its callback with `release`. */
  lock(key: string, work: (release: Release) => void): void;
}

export type LevelChange =
  | { readonly type: "put"; readonly key: string; readonly value: unknown }
  | { readonly type: "del"; readonly key: string };

interface LevelRange {
  readonly gte: string;
  readonly lt: string;
}

/** Everything that dynalite keeps, in one LevelDB with JSON values. */
export interface DynaliteStore {
  readonly options: { readonly maxItemSize: number };
  readonly db: {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    batch(changes: readonly LevelChange[]): Promise<void>;
    clear(range: LevelRange): Promise<void>;
    iterator(range: LevelRange): AsyncIterable<[string, unknown]>;
  };
  readonly tableDb: { awsAccountId: string; awsRegion: string };
  getItemDb(table: string): Rows;
  getIndexDb(indexType: string, table: string, index: string): Rows;
}

/** A parsed condition or filter expression. An operand is a path (list), a literal or a function call. */
export interface Expression {
  readonly type: string;
  readonly args: readonly (Expression | AttributeValue | readonly unknown[])[];
}

interface Internals {
  create(options: Fields): DynaliteStore;
  createKey(item: Item, table: Table): string;
  validateKey(key: Item, table: Table): Error | undefined | null;
  validateItem(item: Item, table: Table): Error | undefined | null;
  itemSize(item: Item): number;
}

export interface Validation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: (data: Fields, store: DynaliteStore) => unknown;
}

interface Validations {
  checkTypes(data: Fields, types: Validation["types"]): Fields;
  checkValidations(data: Fields, types: Validation["types"], custom: unknown, store: DynaliteStore): void;
}

type Action = (store: DynaliteStore, data: Fields, callback: Callback<Fields>) => void;

export const internals: Internals = require("dynalite/db");
export const validations: Validations = require("dynalite/validations");

/** The operations whose rules and effects are dynalite's. */
export const OPERATIONS = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
  "UpdateTable",
] as const;
export type DynaliteOperation = (typeof OPERATIONS)[number];

const moduleName = (operation: string) => operation.slice(0, 1).toLowerCase() + operation.slice(1);

function loadAll<T>(folder: string): Record<DynaliteOperation, T> {
  const loaded = OPERATIONS.map((operation) => [
    operation,
    require(`dynalite/${folder}/${moduleName(operation)}`),
  ]);
  return Object.fromEntries(loaded);
}

export const operationValidations = loadAll<Validation>("validations");
export const actions = loadAll<Action>("actions");

import { ServiceError } from "../service.ts";
import { type Fields, type Item, internals, type Table } from "./dynalite.ts";
import type { Engine } from "./engine.ts";
import { validationError } from "./errors.ts";

/** One part of a transaction: 1 to 100 of them, each about another item. */
export interface Part {
  /** Validated fields; `TableName` and `Key` or `Item` among them. */
  readonly data: Fields;
}

/** Why a part did not pass, or `None`. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

const MAX_PARTS = 100;

/** The list under `TransactItems`, each entry still as it came. */
export function transactItems(input: Readonly<Fields>): Readonly<Fields>[] {
  const list = input["TransactItems"];
  if (!Array.isArray(list) || list.length < 1 || list.length > MAX_PARTS) {
    const [value, rule] = !Array.isArray(list)
      ? ["null", "Member must not be null"]
      : list.length < 1
        ? ["'[]'", "Member must have length greater than or equal to 1"]
        : [`'${JSON.stringify(list)}'`, `Member must have length less than or equal to ${MAX_PARTS}`];
    throw validationError(
      `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: ${rule}`,
    );
  }
  return list;
}

/** Refuses two parts about the same item. A key that does not fit its table is left for the part itself to report. */
export async function refuseSameItem(engine: Engine, parts: readonly Part[]): Promise<void> {
  const seen = new Set<string>();
  for (const { data } of parts) {
    const name = String(data["TableName"]);
    const table = await engine.table(name);
    const place = table && placeOf(data, table);
    if (place === undefined) continue;
    const id = `${name}~${place}`;
    if (seen.has(id))
      throw validationError("Transaction request cannot include multiple operations on one item");
    seen.add(id);
  }
}

function placeOf(data: Fields, table: Table): string | undefined {
  const key = data["Key"] as Item | undefined;
  const item = data["Item"] as Item | undefined;
  const invalid = key ? internals.validateKey(key, table) : internals.validateItem(item ?? {}, table);
  return invalid ? undefined : internals.createKey(key ?? item ?? {}, table);
}

/** The reason that stands for a part's error; errors that are nobody's single fault are thrown on. */
export function reasonFor(error: unknown): CancellationReason {
  if (error instanceof ServiceError && error.name === "ConditionalCheckFailedException") {
    return { Code: "ConditionalCheckFailed", Message: error.message };
  }
  if (error instanceof ServiceError && error.name === "ValidationException") {
    return { Code: "ValidationError", Message: error.message };
  }
  throw error;
}

/** @throws ServiceError `TransactionCanceledException` unless every part passed */
export function requireAllPassed(reasons: readonly CancellationReason[]): void {
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === "None")) return;
  throw new ServiceError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
    400,
    { CancellationReasons: reasons },
  );
}

/** Capacity of a transaction by table: twice that of the same single operations. */
export function transactionCapacity(
  mode: unknown,
  kind: "Read" | "Write",
  outputs: readonly Fields[],
): object {
  if (mode !== "TOTAL" && mode !== "INDEXES") return {};
  const units = new Map<string, number>();
  for (const { ConsumedCapacity: used } of outputs) {
    const { TableName, CapacityUnits } = used as { TableName: string; CapacityUnits: number };
    // A part's reads are consistent, whereas dynalite counted them as eventually consistent.
    const factor = kind === "Read" ? 4 : 2;
    units.set(TableName, (units.get(TableName) ?? 0) + CapacityUnits * factor);
  }
  return {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      [`${kind}CapacityUnits`]: CapacityUnits,
    })),
  };
}

import { type Fields, type Item, internals, type Table } from "./dynalite.ts";
import type { Engine } from "./engine.ts";
import { validationError } from "./errors.ts";

/** Takes `ReturnValuesOnConditionCheckFailure` out of a write, because dynalite does not know it. */
export function splitFailureOption(fields: Readonly<Fields>): { rest: Fields; returnItem: boolean } {
  const { ReturnValuesOnConditionCheckFailure: option, ...rest } = fields;
  if (option !== undefined && option !== "ALL_OLD" && option !== "NONE") {
    throw validationError(
      `1 validation error detected: Value '${option}' at 'returnValuesOnConditionCheckFailure' failed to satisfy ` +
        "constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
    );
  }
  return { rest, returnItem: option === "ALL_OLD" };
}

/** The item that a write is about, as it is stored now. Its key was checked by the write itself. */
export async function storedItem(engine: Engine, data: Readonly<Fields>): Promise<Item | undefined> {
  const name = String(data["TableName"]);
  const table = (await engine.table(name)) as Table;
  const key = internals.createKey((data["Key"] ?? data["Item"]) as Item, table);
  return new Promise((resolve, reject) => {
    engine.store.getItemDb(name).get(key, (error, item) => (error ? reject(error) : resolve(item)));
  });
}

import { tableArn, tableName } from "../arn.ts";
import { splitFailureOption, storedItem } from "../condition-failure.ts";
import { type Fields, type Item, internals } from "../dynalite.ts";
import { unsupported, validationError } from "../errors.ts";
import type { Front, Operation } from "../front.ts";
import {
  type CancellationReason,
  type Part,
  reasonFor,
  refuseSameItem,
  requireAllPassed,
  transactItems,
  transactionCapacity,
} from "../transaction.ts";
import { createUnitOfWork } from "../unit-of-work.ts";

interface WritePart extends Part {
  readonly operation: "PutItem" | "UpdateItem" | "DeleteItem";
  /** A condition check is a delete whose effect is thrown away. */
  readonly checkOnly: boolean;
  readonly returnItem: boolean;
}

/** What each kind of part is made of: the operation that does it, its IAM action, and its required fields. */
const KINDS = {
  ConditionCheck: {
    operation: "DeleteItem",
    action: "ConditionCheckItem",
    required: ["ConditionExpression"],
  },
  Put: { operation: "PutItem", action: "PutItem", required: [] },
  Update: { operation: "UpdateItem", action: "UpdateItem", required: ["UpdateExpression"] },
  Delete: { operation: "DeleteItem", action: "DeleteItem", required: [] },
} as const;
type Kind = keyof typeof KINDS;
const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name);

const PART_FIELDS = new Set([
  "TableName",
  "Key",
  "Item",
  "ConditionExpression",
  "UpdateExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValuesOnConditionCheckFailure",
]);
const FIELDS = new Set([
  "TransactItems",
  "ClientRequestToken",
  "ReturnConsumedCapacity",
  "ReturnItemCollectionMetrics",
]);
const MAX_TOKEN_LENGTH = 36;
const MAX_TOTAL_BYTES = 4 * 1024 * 1024;

/** Checks all conditions, then writes all parts or none: one LevelDB batch, so that a crash cannot part them. */
export const transactWriteItems: Operation = async (front, input, caller) => {
  for (const name of Object.keys(input)) {
    if (!FIELDS.has(name)) throw unsupported(`TransactWriteItems with ${name}`);
  }
  const token = clientToken(input["ClientRequestToken"]);
  const capacityMode = input["ReturnConsumedCapacity"];
  const parts = transactItems(input).map((entry, n) => {
    const { part, action } = parsePart(front, entry, n, capacityMode);
    caller.authorize(`dynamodb:${action}`, tableArn(front.place, String(part.data["TableName"])));
    return part;
  });
  refuseTooLarge(parts);
  return front.inTurn(async () => {
    if (token !== undefined && front.tokens.isRepeated(token, input)) return {};
    await refuseSameItem(front.engine, parts);
    const unit = createUnitOfWork(front.engine.store);
    const reasons: CancellationReason[] = [];
    const outputs: Fields[] = [];
    for (const part of parts) {
      const { store } = part.checkOnly ? createUnitOfWork(front.engine.store) : unit;
      try {
        outputs.push(await front.engine.act(part.operation, part.data, store));
        reasons.push({ Code: "None" });
      } catch (error) {
        reasons.push(await withItem(front, part, reasonFor(error)));
      }
    }
    requireAllPassed(reasons);
    const note = token === undefined ? undefined : front.tokens.changes(token, input);
    await unit.commit(note?.writes);
    note?.noted();
    return transactionCapacity(capacityMode, "Write", outputs);
  });
};

function parsePart({ engine, place }: Front, entry: Readonly<Fields>, n: number, capacityMode: unknown) {
  const [kind, ...others] = Object.keys(entry).filter((name) => entry[name] !== undefined);
  if (kind === undefined || others.length > 0 || !isKind(kind)) {
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  const { operation, action, required } = KINDS[kind];
  const fields = (entry[kind] ?? {}) as Fields;
  for (const name of Object.keys(fields)) {
    if (!PART_FIELDS.has(name)) throw unsupported(`${kind} with ${name}`);
  }
  for (const name of required) {
    if (fields[name] !== undefined) continue;
    throw validationError(
      `1 validation error detected: Value null at 'transactItems.${n + 1}.member.${lowerFirst(kind)}.` +
        `${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
    );
  }
  const { rest, returnItem } = splitFailureOption(fields);
  const data = engine.validate(operation, {
    ...rest,
    TableName: tableName(place, rest["TableName"] ?? ""),
    ...(capacityMode === undefined ? {} : { ReturnConsumedCapacity: capacityMode }),
  });
  const part: WritePart = { data, operation, checkOnly: kind === "ConditionCheck", returnItem };
  return { part, action };
}

async function withItem(
  { engine }: Front,
  part: WritePart,
  reason: CancellationReason,
): Promise<CancellationReason> {
  if (reason.Code !== "ConditionalCheckFailed" || !part.returnItem) return reason;
  const item = await storedItem(engine, part.data);
  return item ? { ...reason, Item: item } : reason;
}

function clientToken(token: unknown): string | undefined {
  if (token === undefined) return undefined;
  const text = String(token);
  if (text.length >= 1 && text.length <= MAX_TOKEN_LENGTH) return text;
  throw validationError(
    `1 validation error detected: Value '${text}' at 'clientRequestToken' failed to satisfy constraint: ` +
      `Member must have length ${text === "" ? "greater than or equal to 1" : `less than or equal to ${MAX_TOKEN_LENGTH}`}`,
  );
}

function refuseTooLarge(parts: readonly WritePart[]): void {
  const sizes = parts.map(({ data }) => internals.itemSize((data["Item"] ?? data["Key"]) as Item));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > MAX_TOTAL_BYTES) {
    throw validationError("The aggregate size of the items in the transaction cannot exceed 4 MB");
  }
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

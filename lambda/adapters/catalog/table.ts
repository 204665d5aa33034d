import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableKey } from "../../keys.ts";

/** What the parts of the catalog work on. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** Reads one item, consistently, without its keys being part of the contract. */
  get(key: TableKey): Promise<Record<string, unknown> | undefined>;
}

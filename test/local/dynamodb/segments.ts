import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { Target } from "./target.ts";

/** Stores five segments `a` to `e` of `VIDEO#1`; `a`, `c` and `e` are under `INDEX#0` of the index, the others under `INDEX#1`. */
export async function putSegments({ documents }: Target, TableName: string): Promise<void> {
  const segment = (name: string, n: number) => ({
    pk: "VIDEO#1",
    sk: `SEGMENT#${name}`,
    n,
    gsi1pk: `INDEX#${n % 2}`,
    gsi1sk: `9-${name}`,
  });
  const puts = ["a", "b", "c", "d", "e"].map((name, n) => ({ PutRequest: { Item: segment(name, n) } }));
  await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
}

/** The last letters of the sort keys. */
export const found = (items: Record<string, unknown>[] | undefined) =>
  items?.map(({ sk }) => String(sk).slice(-1)).join("");

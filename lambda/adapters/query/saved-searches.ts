import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { savedSearchKey } from "../../keys.ts";
import type { SavedPages } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** An item of the table may have 400 KB with its names; what is larger lies in several. */
const PART_BYTES = 380_000;
/** Bytes that are unpacked at most: a thousand hits that explain themselves have about a megabyte. */
const MAX_BYTES = 64_000_000;

const Bytes = z.instanceof(Uint8Array);
const Head = z.object({
  kind: z.enum(["search", "classification"]),
  parts: z.int().positive(),
  content: Bytes,
  expiresAt: z.number(),
});
const Part = Head.pick({ content: true });

/** Ranked results in the catalog, as deflated JSON, until DynamoDB removes them. */
export function savedPages(client: DynamoDBDocumentClient, tableName: string): SavedPages {
  const get = async (id: string, part?: number) =>
    (
      await client.send(
        // Consistent: the next page is often asked for at once.
        new GetCommand({ TableName: tableName, Key: savedSearchKey(id, part), ConsistentRead: true }),
      )
    ).Item;
  return {
    save: (id, kind, content, expiresAt) =>
      storing("Keeping results", async () => {
        const parts = inParts(deflateRawSync(JSON.stringify(content)));
        // The head last: whoever finds it finds the rest.
        for (const [part, bytes] of [...parts.entries()].reverse()) {
          const head = part === 0 ? { kind, parts: parts.length } : {};
          const Item = { ...savedSearchKey(id, part), type: "Search", ...head, content: bytes, expiresAt };
          await client.send(new PutCommand({ TableName: tableName, Item }));
        }
      }),
    load: (id, kind) =>
      storing("Reading kept results", async () => {
        const item = await get(id);
        if (item === undefined) return undefined;
        const head = Head.parse(item);
        if (head.kind !== kind) return undefined;
        const pieces = [head.content];
        for (let part = 1; part < head.parts; part++) {
          const rest = await get(id, part);
          // Expired parts are removed one by one.
          if (rest === undefined) return undefined;
          pieces.push(Part.parse(rest).content);
        }
        const text = inflateRawSync(Buffer.concat(pieces), { maxOutputLength: MAX_BYTES }).toString("utf8");
        const content: unknown = JSON.parse(text);
        return { content, expiresAtSec: head.expiresAt };
      }),
  };
}

function inParts(bytes: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.byteLength / PART_BYTES));
  return Array.from({ length: count }, (_, part) =>
    bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
  );
}

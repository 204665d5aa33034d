import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { WordItem } from "../../contracts/items.ts";
import { type IndexId, wordPartition } from "../../keys.ts";
import type { FoundText, WordSearch } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/**
 * Texts that are read for one word. A word that stands in more says little; a text that holds rarer words of the query
 * too is found by those. One page of the table holds them.
 */
const MAX_TEXTS = 1000;

const Found = WordItem.pick({ videoId: true, runId: true, startSec: true, endSec: true, text: true });
const Page = z.array(Found);

/** The words index in the catalog: one query for each word. */
export function wordSearch(client: DynamoDBDocumentClient, tableName: string): WordSearch {
  const textsWith = async (indexId: IndexId, option: string, word: string): Promise<FoundText[]> => {
    const answer = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": wordPartition(indexId, option, word) },
        ProjectionExpression: "videoId, runId, startSec, endSec, #text",
        ExpressionAttributeNames: { "#text": "text" },
        Limit: MAX_TEXTS,
      }),
    );
    return Page.parse(answer.Items ?? []);
  };
  return {
    find: (indexId, option, words) =>
      storing("Searching the words", async () => {
        const found = await Promise.all(words.map((word) => textsWith(indexId, option, word)));
        return [...new Map(found.flat().map((span) => [identityOf(span), span])).values()];
      }),
  };
}

/** A text that holds several of the words is found by each. */
const identityOf = ({ runId, startSec, endSec, text }: FoundText) => `${runId}#${startSec}#${endSec}#${text}`;

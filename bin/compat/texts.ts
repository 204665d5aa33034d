import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { TextSpan } from "../../lambda/contracts/analysis.ts";
import type { VideoItem, WordItem } from "../../lambda/contracts/items.ts";
import { indexedWords } from "../../lambda/domain/analysis-words.ts";
import { videoKey, wordKey } from "../../lambda/keys.ts";
import type { Clients } from "../local/clients.ts";

/** Words that are put into every sample, so that searches for words have hits to show. */
export const KNOWN_WORDS = "blue reelbase";

/**
 * Nobody speaks in the samples and nothing is written in them, and the stand-in of the model makes nothing up: what a
 * model would have read, seen as a brand and heard is put into the catalog, as the pipeline stores it.
 */
export async function addTexts({ table, outputs }: Clients, video: VideoItem): Promise<void> {
  const { videoId, indexId, currentRunId: runId } = video;
  if (runId === undefined) return;
  const { durationSec = 4 } = video;
  const spans: TextSpan[] = [{ startSec: 0, endSec: Math.min(4, durationSec), text: KNOWN_WORDS }];
  const analysis = { onScreenText: spans, logos: spans, speech: spans };
  const TableName = outputs.tableName;
  await table.send(
    new UpdateCommand({
      TableName,
      Key: videoKey(videoId),
      UpdateExpression: "SET onScreenText = :spans, logos = :spans, speech = :spans",
      ExpressionAttributeValues: { ":spans": spans },
    }),
  );
  for (const word of indexedWords(analysis)) {
    const item: WordItem = { indexId, videoId, runId, ...word };
    const key = wordKey(indexId, word.option, word.token, videoId, runId, word.startSec);
    await table.send(new PutCommand({ TableName, Item: { ...key, type: "Word", ...item } }));
  }
}

import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { RunInput } from "../../contracts/workflow.ts";
import { batches, type EmbeddedSegment, encodeVector } from "../../domain/embedding.ts";
import { TemporaryError } from "../../domain/errors.ts";
import { segmentKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import type { Table } from "./table.ts";

/** BatchWriteItem takes 25 items. */
const BATCH = 25;
/** A partition takes about 1 000 write units a second, a 512-number segment costs 3: four batches in flight are 300. */
const IN_FLIGHT = 4;
/** Pauses of 50, 100 … 1 600 ms, 3.2 s in all, before the items that DynamoDB left over are given back to the workflow. */
const TRIES = 7;
const FIRST_PAUSE_MS = 50;

type Put = { PutRequest: { Item: Record<string, unknown> } };

/** Segments with their embeddings; writing them again changes nothing. */
export function segments(table: Table): Pick<Catalog, "putSegments"> {
  return {
    putSegments: async (run, modelId, all) => {
      const puts = all.map((segment) => ({ PutRequest: { Item: segmentItem(run, modelId, segment) } }));
      const next = batches(puts, BATCH).values();
      const worker = async () => {
        for (const batch of next) await writeAll(table, batch);
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    },
  };
}

async function writeAll(table: Table, batch: readonly Put[]): Promise<void> {
  let left: readonly Put[] = batch;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    const answer = await table.client.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: [...left] } }),
    );
    left = (answer.UnprocessedItems?.[table.name] ?? []) as Put[];
    if (left.length === 0) return;
  }
  throw new TemporaryError("INTERNAL", `DynamoDB left ${left.length} segments unwritten.`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function segmentItem(run: RunInput, modelId: string, segment: EmbeddedSegment): Record<string, unknown> {
  const { option, scope, startSec, endSec, vector, norm } = segment;
  return {
    ...segmentKey(run.videoId, run.runId, segment),
    type: "Segment",
    videoId: run.videoId,
    runId: run.runId,
    ...{ option, scope, startSec, endSec, modelId, norm },
    dimension: vector.length,
    embedding: encodeVector(vector),
  };
}

import type { RunInput } from "../../contracts/workflow.ts";
import { type EmbeddedSegment, encodeVector } from "../../domain/embedding.ts";
import { segmentKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { writeItems } from "./batch-write.ts";
import type { Table } from "./table.ts";

/** Segments with their embeddings; writing them again changes nothing. */
export function segments(table: Table): Pick<Catalog, "putSegments"> {
  return {
    putSegments: async (run, modelId, all) => {
      const items = all.map((segment) => segmentItem(run, modelId, segment));
      await writeItems(table, items, "segments");
    },
  };
}

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

import type { OutputItem } from "../contracts/embedding.ts";
import { UnexpectedShape } from "../contracts/unexpected-shape.ts";
import { type Collected, CollectInput, type SegmentCounts } from "../contracts/workflow.ts";
import { type EmbeddedSegment, segmentIdentity, segmentOf } from "../domain/embedding.ts";
import { PermanentError } from "../domain/errors.ts";
import { readOutput } from "../domain/output-stream.ts";
import type { EmbeddingModel } from "../models.ts";
import type { Catalog, Log, ObjectStore, SegmentIndex } from "../ports.ts";

export interface CollectPorts {
  readonly catalog: Catalog;
  readonly work: ObjectStore;
  readonly segmentIndex: SegmentIndex;
  readonly model: EmbeddingModel;
  readonly log: Log;
}

/** PutVectors takes 500 at a time and is billed for at least 128 KB: fuller requests are cheaper. */
const VECTORS_PER_PUT = 500;

/** Segments of this scope are what search finds; the others span the whole video. */
const COUNTED_SCOPE = "clip";

/**
 * Stores the segments of a finished output, in memory that does not grow with it. The file is read twice: first whole,
 * so that one bad vector at its end keeps all of it out, then again to be written.
 *
 * @throws PermanentError OUTPUT_INVALID or OUTPUT_MISSING
 */
export function collect(ports: CollectPorts) {
  return async (event: unknown): Promise<Collected> => {
    const input = CollectInput.parse(event);
    const segments = await countValid(ports, input);
    const segmentCounts = await store(ports, input);
    ports.log.info("segments stored", { runId: input.run.runId, segments });
    return { segmentCounts };
  };
}

/** How many segments there are. Two that would be stored under one key would silently be one. */
async function countValid(ports: CollectPorts, input: CollectInput): Promise<number> {
  const identities = new Set<string>();
  for await (const segment of segmentsOf(ports, input)) {
    const identity = segmentIdentity(segment);
    if (identities.has(identity)) throw invalid("holds the same segment twice");
    identities.add(identity);
  }
  if (identities.size === 0) throw invalid("holds no segments");
  return identities.size;
}

const invalid = (what: string) =>
  new PermanentError("OUTPUT_INVALID", `The embedding model's output ${what}.`);

async function store(ports: CollectPorts, input: CollectInput): Promise<SegmentCounts> {
  const counts: Record<string, number> = {};
  const pending = new Map<string, EmbeddedSegment[]>();
  for await (const segment of segmentsOf(ports, input)) {
    if (segment.scope === COUNTED_SCOPE) counts[segment.option] = (counts[segment.option] ?? 0) + 1;
    const batch = pending.get(segment.option) ?? [];
    pending.set(segment.option, batch);
    batch.push(segment);
    if (batch.length === VECTORS_PER_PUT) await write(ports, input, segment.option, batch.splice(0));
  }
  for (const [option, batch] of pending) if (batch.length > 0) await write(ports, input, option, batch);
  return counts;
}

/** Both writes can be repeated: their keys follow from the segments. */
async function write(
  { catalog, segmentIndex, model }: CollectPorts,
  { run }: CollectInput,
  option: string,
  batch: EmbeddedSegment[],
) {
  await Promise.all([catalog.putSegments(run, model.modelId, batch), segmentIndex.put(run, option, batch)]);
}

async function* segmentsOf(
  { work, model }: CollectPorts,
  { output }: CollectInput,
): AsyncGenerator<EmbeddedSegment> {
  const stream = await work.getStream(output.key);
  if (stream === undefined)
    throw new PermanentError("OUTPUT_MISSING", "The embedding model's output is gone.");
  for await (const item of readOutput(stream)) yield segmentOf(parsed(model, item), output.part);
}

function parsed(model: EmbeddingModel, item: unknown): OutputItem {
  try {
    return model.parseItem(item);
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    throw invalid(`is wrong: ${error.message}`);
  }
}

import { indexedWords } from "../domain/analysis-words.ts";
import {
  ANSWERS_PREFIX,
  analysisKey,
  EMBEDDINGS_PREFIX,
  type RunId,
  runKey,
  type VideoId,
  versionHashOf,
  wordKey,
} from "../keys.ts";
import type { RemovePorts, StoredRun } from "./remove-ports.ts";

/** The segments of a run: their vectors first, because the segments name them. */
export async function removeRunData(
  { catalog, vectors }: RemovePorts,
  videoId: VideoId,
  runId: RunId,
): Promise<void> {
  for await (const page of catalog.segments(videoId, runId)) {
    await vectors.remove(videoId, runId, page);
    await catalog.deleteItems(page.map(({ key }) => key));
  }
}

/** All that a run left: segments, words, what the models answered; its record, which names them, goes last. */
export async function removeRun(
  ports: RemovePorts,
  run: StoredRun,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<void> {
  const { catalog, work } = ports;
  const { videoId, runId, versionId } = run;
  await removeRunData(ports, videoId, runId);
  await catalog.deleteItems(wordKeys(run));
  const version = versionHashOf({ bucket, key, versionId });
  await work.remove(`${ANSWERS_PREFIX}${version}/`);
  await work.remove(`${EMBEDDINGS_PREFIX}${version}/`);
  await work.remove(analysisKey(runId));
  await catalog.deleteItems([runKey(videoId, runId)]);
}

/** The same analysis gives the same words as when they were written. */
function wordKeys({ indexId, videoId, runId, results }: StoredRun) {
  return indexedWords(results ?? {}).map(({ option, token, startSec }) =>
    wordKey(indexId, option, token, videoId, runId, startSec),
  );
}

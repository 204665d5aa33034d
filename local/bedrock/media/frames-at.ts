import type { VideoSample, VideoSampleSink } from "mediabunny";

/** A decoded frame and the times, of those asked for, at which it is shown. Whoever takes it closes it. */
export interface ShownFrame {
  readonly times: readonly number[];
  /** Null when no frame is found for them. */
  readonly frame: VideoSample | null;
}

/** The frames shown at the given ascending times; each is looked up in the index of the file. */
export async function* framesByIndex(
  sink: VideoSampleSink,
  times: readonly number[],
): AsyncGenerator<ShownFrame> {
  let i = 0;
  for await (const frame of sink.samplesAtTimestamps(times)) yield { times: times.slice(i, ++i), frame };
}

/** The same, by going through all frames: for files whose index does not lead to them. */
export async function* framesInTurn(
  sink: VideoSampleSink,
  times: readonly number[],
): AsyncGenerator<ShownFrame> {
  let shown: VideoSample | null = null;
  let i = 0;
  for await (const next of sink.samples()) {
    const from = i;
    while (i < times.length && (times[i] ?? 0) < next.timestamp) i++;
    if (i > from) yield { times: times.slice(from, i), frame: shown };
    else shown?.close();
    shown = next;
    if (i === times.length) break;
  }
  if (i < times.length) yield { times: times.slice(i), frame: shown };
  else shown?.close();
}

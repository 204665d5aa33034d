/** How to look at a video: at which times, and whether only its key frames. */
export interface SamplePlan {
  readonly times: readonly number[];
  readonly keyFramesOnly: boolean;
}

/** Two frames a second show what people would call a scene. */
const STEP_SEC = 0.5;
/** Most frames that are measured of one video. */
const MAX_SAMPLES = 1200;
/** Samples of a video whose every frame is too much to decode. */
const MAX_SPARSE_SAMPLES = 720;
/**
 * Points (width × height × frames) that may be decoded in full: about two minutes of 1080p at 30 frames a second,
 * half a minute of work. Fixed numbers, not a stop-watch: the same file must give the same answer on any machine.
 */
const MAX_POINTS = 8e9;

/** @param points width × height × frames per second */
export function planSamples(startSec: number, endSec: number, pointsPerSec: number): SamplePlan {
  const length = endSec - startSec;
  const keyFramesOnly = length * pointsPerSec > MAX_POINTS || length / STEP_SEC > MAX_SAMPLES;
  const step = Math.max(STEP_SEC, length / (keyFramesOnly ? MAX_SPARSE_SAMPLES : MAX_SAMPLES));
  const times: number[] = [];
  for (let i = 0; startSec + i * step < endSec; i++) times.push(startSec + i * step);
  return { times, keyFramesOnly };
}

import { EncodedPacketSink, type InputVideoTrack } from "mediabunny";

/** Enough for an average that is right to the second decimal, and mostly within what was read for the headers. */
const PICTURES = 100;

/** Codecs let at most so many pictures be stored before one that is shown earlier. */
const MAX_REORDERED = 16;

/**
 * Pictures a second, on average over the first ones; null when too few can be read. Whatever ends the counting, a rate
 * is worth no verdict on a file.
 */
export async function readRate(track: InputVideoTrack): Promise<number | null> {
  const times: number[] = [];
  let isWhole = false;
  try {
    const packets = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
    for await (const { timestamp } of packets) if (times.push(timestamp) === PICTURES) break;
    isWhole = times.length < PICTURES;
  } catch {
    // What was counted before stands.
  }
  return rateOf(times, isWhole);
}

/** By time stamps alone: not every container says how long a picture is shown. */
function rateOf(times: readonly number[], isWhole: boolean): number | null {
  const shown = [...times].sort((a, b) => a - b);
  // Of the last ones shown, some may be stored behind what was read.
  const counted = isWhole ? shown : shown.slice(0, -MAX_REORDERED);
  const rate = (counted.length - 1) / ((counted.at(-1) ?? 0) - (counted[0] ?? 0));
  return rate > 0 && Number.isFinite(rate) ? rate : null;
}

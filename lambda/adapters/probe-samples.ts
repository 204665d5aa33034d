import { EncodedPacketSink, type InputTrack } from "mediabunny";

export interface LastSamples {
  /** Where the last of them ends, seconds; null when there are none. */
  readonly endSec: number | null;
  /** One of them is listed, but lies behind the end of the file. */
  readonly isCut: boolean;
}

/** Looks the last sample of every track up, and then reads it. */
export async function readLastSamples(tracks: readonly InputTrack[]): Promise<LastSamples> {
  let endSec: number | null = null;
  for (const track of tracks) {
    const sink = new EncodedPacketSink(track);
    const listed = await sink.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true });
    if (!listed) continue;
    endSec = Math.max(endSec ?? 0, listed.timestamp + listed.duration);
    const isThere = (await sink.getPacket(Number.POSITIVE_INFINITY)) !== null;
    if (!isThere) return { endSec, isCut: true };
  }
  return { endSec, isCut: false };
}

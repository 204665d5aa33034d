import type { Input, InputAudioTrack, InputTrack, InputVideoTrack } from "mediabunny";
import type { VideoFacts } from "../domain/media-facts.ts";

/** What the headers of a file say. */
export interface Headers {
  readonly container: string;
  readonly trackCount: number;
  readonly videoTracks: readonly InputVideoTrack[];
  readonly audioTracks: readonly InputAudioTrack[];
  /** The longest of the video tracks. */
  readonly picture: InputVideoTrack | undefined;
  readonly video: VideoFacts | null;
  readonly audioCodec: string | null;
  readonly isEncrypted: boolean;
  /** Where the longest of the tracks ends, seconds; null when one of the pictures does not say it. */
  readonly statedEndSec: number | null;
  /** First time stamp of picture or sound, seconds. */
  readonly startSec: number;
}

/** Sample entries of protected picture and sound, of today and of QuickTime's old store. */
const ENCRYPTED_TAGS = ["encv", "enca", "drmi", "drms"];

/** @param maxTracks of each kind; files with thousands of tracks are made to keep readers busy */
export async function readHeaders(input: Input, maxTracks: number): Promise<Headers> {
  const container = (await input.getFormat()).name;
  const tracks = await input.getTracks();
  const videoTracks = tracks.filter((track) => track.isVideoTrack()).slice(0, maxTracks);
  const audioTracks = tracks.filter((track) => track.isAudioTrack()).slice(0, maxTracks);
  const pictureEnds = await inTurn(videoTracks, (track) => track.getDurationFromMetadata());
  const soundEnds = await inTurn(audioTracks, (track) => track.getDurationFromMetadata());
  const picture = videoTracks[indexOfLargest(pictureEnds)];
  const tags = await inTurn([...videoTracks, ...audioTracks], codecTag);
  const starts = await inTurn([...videoTracks, ...audioTracks], (track) => track.getFirstTimestamp());
  return {
    container,
    trackCount: tracks.length,
    videoTracks,
    audioTracks,
    picture,
    video: picture ? await videoFacts(picture) : null,
    audioCodec: (await audioTracks[0]?.getCodec()) ?? null,
    isEncrypted: tags.some((tag) => tag !== null && ENCRYPTED_TAGS.includes(tag)),
    statedEndSec: pictureEnds.includes(null)
      ? null
      : largest([...pictureEnds, ...soundEnds].filter((end) => end !== null)),
    startSec: starts.length > 0 ? Math.min(...starts) : 0,
  };
}

async function videoFacts(track: InputVideoTrack): Promise<VideoFacts> {
  return {
    codec: await track.getCodec(),
    codecTag: await codecTag(track),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    rotation: await track.getRotation(),
    isHdr: await track.hasHighDynamicRange(),
  };
}

/** A name of the codec that can be shown: what stands in the file may hold anything. */
async function codecTag(track: InputTrack): Promise<string | null> {
  const tag = await track.getInternalCodecId();
  if (typeof tag === "number") return `0x${tag.toString(16)}`;
  return typeof tag === "string" ? tag.replace(/[^ -~]/g, "?").slice(0, 32) : null;
}

/** One after another, so that few reads are under way at a time. */
async function inTurn<Track, Result>(tracks: readonly Track[], read: (track: Track) => Promise<Result>) {
  const results: Result[] = [];
  for (const track of tracks) results.push(await read(track));
  return results;
}

function indexOfLargest(ends: readonly (number | null)[]): number {
  return ends.reduce<number>((best, end, index) => ((end ?? 0) > (ends[best] ?? 0) ? index : best), 0);
}

const largest = (numbers: readonly number[]) => (numbers.length > 0 ? Math.max(...numbers) : null);

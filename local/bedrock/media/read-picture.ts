import { EncodedPacketSink, type InputVideoTrack, VideoSampleSink } from "mediabunny";
import { cutInside, findFades, findGaps, type Gap, probeTimes } from "./cuts.ts";
import { framesByIndex, framesInTurn, type ShownFrame } from "./frames-at.ts";
import type { PictureSample, PictureTrack } from "./measurement.ts";
import { type Frame, measureFrame } from "./picture.ts";
import { planSamples } from "./sample-times.ts";
import { shrink } from "./shrink.ts";

/** Packets that are enough to know the frame rate. */
const RATE_PACKETS = 100;

/** A key frame stands for what comes this long after it, seconds; later frames have to be decoded. */
const MAX_KEY_DISTANCE_SEC = 10;
/** A frame this near to the end shows that the data reaches so far, seconds. */
const TAIL_SEC = 0.25;

/** A picture track and how far it could be decoded, in seconds. */
export interface DecodedPicture {
  readonly track: PictureTrack;
  readonly endSec: number;
}

/**
 * Measures the frames of a video track up to `endSec`. A track that ends in rotten data is measured as far as it
 * goes; null when not one frame can be decoded.
 */
export async function readPicture(track: InputVideoTrack, endSec: number): Promise<DecodedPicture | null> {
  const width = await track.getDisplayWidth();
  const height = await track.getDisplayHeight();
  const firstSec = Math.max(0, await track.getFirstTimestamp());
  const { averagePacketRate } = await track.computePacketStats(RATE_PACKETS);
  const plan = planSamples(firstSec, endSec, width * height * averagePacketRate);
  const times = plan.keyFramesOnly
    ? [...(await keyFrameTimes(track, plan.times)), endSec - TAIL_SEC]
    : plan.times;
  const sink = new VideoSampleSink(track);
  let framesAt = framesByIndex;
  let measured = await measureFrames(framesAt(sink, times));
  // Recordings that were streamed have no index, and looking a frame up can fail though it is there.
  if (measured.isIncomplete && !plan.keyFramesOnly) {
    framesAt = framesInTurn;
    measured = await measureFrames(framesAt(sink, times));
  }
  const { samples, lastEndSec } = measured;
  if (samples.length === 0) return null;
  const gaps = findGaps(samples);
  const probes = await measureFrames(framesAt(sink, gaps.flatMap(probeTimes)));
  const cuts = cutsInside(gaps, probes.samples);
  const all = [...cuts, ...findFades(samples, cuts)].sort((a, b) => a.atSec - b.atSec);
  return {
    track: {
      codec: (await track.getCodec()) ?? "unknown",
      width,
      height,
      samples: samples.map((sample, i) => withoutCutMotion(sample, samples[i - 1], cuts)),
      cuts: all,
    },
    endSec: lastEndSec,
  };
}

/** A cut is no movement. */
function withoutCutMotion(
  sample: PictureSample,
  before: PictureSample | undefined,
  cuts: PictureTrack["cuts"],
): PictureSample {
  const crossed = cuts.some((cut) => cut.atSec > (before?.atSec ?? 0) && cut.atSec <= sample.atSec);
  return crossed ? { ...sample, motion: 0 } : sample;
}

interface MeasuredFrames {
  readonly samples: PictureSample[];
  readonly lastEndSec: number;
  /** Some frames were not found. */
  readonly isIncomplete: boolean;
}

async function measureFrames(frames: AsyncIterable<ShownFrame>): Promise<MeasuredFrames> {
  const samples: PictureSample[] = [];
  let isIncomplete = false;
  let lastEndSec = 0;
  let shownSec: number | undefined;
  let before: Frame | undefined;
  try {
    for await (const { times, frame } of frames) {
      isIncomplete ||= frame === null;
      for (const time of frame === null ? [] : times) {
        // Whole milliseconds, as answers have them: a sample must not fall on the wrong side of a rounded cut.
        const atSec = Math.round(time * 1000) / 1000;
        // A frame that is shown for long is decoded once, and can be shrunk only once.
        if (before !== undefined && frame?.timestamp === shownSec) {
          before = { ...before, sample: { ...before.sample, atSec, motion: 0 } };
        } else if (frame !== null) {
          before = measureFrame(await shrink(frame), atSec, before);
          shownSec = frame.timestamp;
          lastEndSec = Math.max(lastEndSec, frame.timestamp + frame.duration);
        }
        if (before !== undefined) samples.push(before.sample);
      }
      frame?.close();
    }
  } catch {
    // Rotten data ends the track; what came before it is there to be seen.
  }
  return { samples, lastEndSec, isIncomplete };
}

function cutsInside(gaps: readonly Gap[], probes: readonly PictureSample[]) {
  const inside = ({ from, to }: Gap) =>
    probes.filter((probe) => probe.atSec > from.atSec && probe.atSec < to.atSec);
  return gaps.flatMap((gap) => cutInside(gap, inside(gap)) ?? []);
}

/** The times of the key frames at or before the wanted times, where they are near enough to stand for them. */
async function keyFrameTimes(track: InputVideoTrack, wanted: readonly number[]): Promise<number[]> {
  const packets = new EncodedPacketSink(track);
  const times = new Set<number>();
  for (const time of wanted) {
    const packet = await packets.getKeyPacket(time, { metadataOnly: true });
    times.add(packet !== null && time - packet.timestamp <= MAX_KEY_DISTANCE_SEC ? packet.timestamp : time);
  }
  return [...times].sort((a, b) => a - b);
}

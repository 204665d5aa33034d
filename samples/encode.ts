import {
  AudioSample,
  AudioSampleSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import type { SampleClip } from "./clips.ts";
import { drawFrame, segmentAt, soundValue } from "./draw.ts";

const FRAME_RATE = 25;
const SOUND_RATE = 48_000;
const VIDEO_BITRATE = 120_000;
const SOUND_BITRATE = 48_000;

/** Encodes a clip: H.264 with AAC for `.mp4`, VP9 with Opus for `.webm`. The decoders must be registered before. */
export async function encode(clip: SampleClip, path: string): Promise<void> {
  const webm = path.endsWith(".webm");
  const video = new VideoSampleSource({
    codec: webm ? "vp9" : "avc",
    bitrate: VIDEO_BITRATE,
    keyFrameInterval: 1,
  });
  const audio = clip.hasAudio
    ? new AudioSampleSource({ codec: webm ? "opus" : "aac", bitrate: SOUND_BITRATE })
    : undefined;
  const output = new Output({
    format: webm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" }),
    target: new FilePathTarget(path),
  });
  output.addVideoTrack(video, { frameRate: FRAME_RATE });
  if (audio !== undefined) output.addAudioTrack(audio);
  await output.start();
  for (let second = 0; second < durationOf(clip); second++) {
    await addPicture(video, clip, second);
    if (audio !== undefined) await addSound(audio, clip, second);
  }
  await output.finalize();
}

/** Seconds. */
export function durationOf({ segments }: SampleClip): number {
  return Math.max(...segments.map(({ end }) => end));
}

async function addPicture(source: VideoSampleSource, clip: SampleClip, second: number): Promise<void> {
  for (let frame = 0; frame < FRAME_RATE; frame++) {
    const timestamp = second + frame / FRAME_RATE;
    const sample = new VideoSample(drawFrame(clip, timestamp), {
      format: "RGBA",
      codedWidth: clip.width,
      codedHeight: clip.height,
      timestamp,
      duration: 1 / FRAME_RATE,
    });
    await source.add(sample);
    sample.close();
  }
}

async function addSound(source: AudioSampleSource, clip: SampleClip, second: number): Promise<void> {
  const data = Float32Array.from({ length: SOUND_RATE }, (_, index) => {
    const { sound } = segmentAt(clip, second + index / SOUND_RATE);
    return soundValue(sound, second * SOUND_RATE + index, SOUND_RATE);
  });
  const sample = new AudioSample({
    data,
    format: "f32",
    numberOfChannels: 1,
    sampleRate: SOUND_RATE,
    timestamp: second,
  });
  await source.add(sample);
  sample.close();
}

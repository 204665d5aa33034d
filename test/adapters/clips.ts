import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  type OutputFormat,
  type Rotation,
} from "mediabunny";

export interface ClipOptions {
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
  readonly rotation?: Rotation;
  readonly picture?: boolean;
  readonly sound?: boolean;
  readonly startSec?: number;
}

/** Pictures a second. */
const RATE = 10;
/** Long enough that cutting a clip hits its samples. */
const PICTURE_BYTES = 400;

/** A clip whose container is sound; its pictures and sounds are noise, which nobody decodes here. */
export async function clip(format: OutputFormat, options: ClipOptions = {}): Promise<Uint8Array> {
  const {
    seconds = 5,
    width = 640,
    height = 360,
    rotation = 0,
    picture = true,
    sound = true,
    startSec = 0,
  } = options;
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const video = new EncodedVideoPacketSource("vp8");
  const audio = new EncodedAudioPacketSource("pcm-s16");
  if (picture) output.addVideoTrack(video, { rotation });
  if (sound) output.addAudioTrack(audio);
  await output.start();
  for (let index = 0; index < seconds * RATE; index++) {
    const at = startSec + index / RATE;
    const type = index % RATE === 0 ? "key" : "delta";
    if (picture) {
      const packet = new EncodedPacket(noise(PICTURE_BYTES, index), type, at, 1 / RATE);
      await video.add(packet, { decoderConfig: { codec: "vp8", codedWidth: width, codedHeight: height } });
    }
    if (sound) {
      const packet = new EncodedPacket(noise(1600, index), "key", at, 1 / RATE);
      await audio.add(packet, { decoderConfig: { codec: "pcm-s16", numberOfChannels: 1, sampleRate: 8000 } });
    }
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) % 251);

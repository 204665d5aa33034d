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
  /** Pictures a second; sound goes with the default alone. Default 10. */
  readonly rate?: number;
  /** In each group of so many, the last picture is stored before the others, as one that they are made from. */
  readonly reordered?: number;
}

/** Pictures a second, and sounds. */
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
    rate = RATE,
    reordered = 1,
  } = options;
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const video = new EncodedVideoPacketSource("vp8");
  const audio = new EncodedAudioPacketSource("pcm-s16");
  if (picture) output.addVideoTrack(video, { rotation });
  if (sound) output.addAudioTrack(audio);
  await output.start();
  for (let index = 0; index < seconds * rate; index++) {
    const at = startSec + index / RATE;
    const type = index === 0 || (reordered === 1 && index % RATE === 0) ? "key" : "delta";
    if (picture) {
      const shownAt = startSec + placeOf(index, reordered) / rate;
      const packet = new EncodedPacket(noise(PICTURE_BYTES, index), type, shownAt, 1 / rate);
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

/** When a picture is shown, by when it is stored: 0, 4, 1, 2, 3, 8, 5, 6, 7 … for groups of four. */
function placeOf(index: number, group: number): number {
  if (index === 0) return 0;
  const place = (index - 1) % group;
  return index - 1 - place + (place === 0 ? group : place);
}

const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) % 251);

import { fileURLToPath } from "node:url";
import {
  ALL_FORMATS,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Output,
  type OutputFormat,
} from "mediabunny";

/** What to do with a packet: another one in its place, or undefined to leave it out. */
export type Change = (packet: EncodedPacket, kind: "picture" | "sound") => EncodedPacket | undefined;

/** Writes the packets of a sample clip into another file, changed. Nothing is encoded. */
export async function remux(
  sample: string,
  path: string,
  format: OutputFormat,
  change: Change,
): Promise<void> {
  const source = new FilePathSource(fileURLToPath(new URL(`../../../samples/${sample}`, import.meta.url)));
  using input = new Input({ formats: ALL_FORMATS, source });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const videoCodec = await video?.getCodec();
  const audioCodec = await audio?.getCodec();
  if (!video || !audio || !videoCodec || !audioCodec) throw new Error(`${sample} has not both tracks`);
  const output = new Output({ format, target: new FilePathTarget(path) });
  const pictures = new EncodedVideoPacketSource(videoCodec);
  const sounds = new EncodedAudioPacketSource(audioCodec);
  output.addVideoTrack(pictures);
  output.addAudioTrack(sounds);
  await output.start();
  const pictureConfig = { decoderConfig: (await video.getDecoderConfig()) ?? undefined };
  const soundConfig = { decoderConfig: (await audio.getDecoderConfig()) ?? undefined };
  const addPictures = async () => {
    for await (const packet of new EncodedPacketSink(video).packets()) {
      const changed = change(packet, "picture");
      if (changed !== undefined) await pictures.add(changed, pictureConfig as EncodedVideoChunkMetadata);
    }
    pictures.close();
  };
  const addSounds = async () => {
    for await (const packet of new EncodedPacketSink(audio).packets()) {
      const changed = change(packet, "sound");
      if (changed !== undefined) await sounds.add(changed, soundConfig as EncodedAudioChunkMetadata);
    }
    sounds.close();
  };
  await Promise.all([addPictures(), addSounds()]);
  await output.finalize();
}

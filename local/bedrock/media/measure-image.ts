import { AvFrameVideoSampleResource } from "@mediabunny/server";
import { VideoSample } from "mediabunny";
import { Decoder, Demuxer } from "node-av/api";
import { Rational } from "node-av/lib";
import { Unprocessable } from "./measure-file.ts";
import type { ImageMeasurement } from "./measurement.ts";
import { measureFrame } from "./picture.ts";
import { shrink } from "./shrink.ts";

/**
 * Decodes an image file (JPEG, PNG, WebP …) and measures it.
 * @throws Unprocessable when it is not an image
 */
export async function measureImage(path: string): Promise<ImageMeasurement> {
  const sample = firstFrame(path);
  try {
    return {
      width: sample.displayWidth,
      height: sample.displayHeight,
      sample: measureFrame(await shrink(sample), 0).sample,
    };
  } finally {
    sample.close();
  }
}

function firstFrame(path: string): VideoSample {
  try {
    using demuxer = Demuxer.openSync(path);
    const stream = demuxer.video();
    if (stream === undefined) throw new Unprocessable("the file holds no picture");
    using decoder = Decoder.createSync(stream, { exitOnError: true });
    for (const frame of decoder.framesSync(demuxer.packetsSync(stream.index))) {
      if (frame === null) continue;
      // Images state no shape of their points (0:1), which is not a shape that a sample can have.
      frame.sampleAspectRatio = new Rational(1, 1);
      return new VideoSample(new AvFrameVideoSampleResource(frame), { timestamp: 0 });
    }
  } catch (error) {
    throw new Unprocessable(error instanceof Error ? error.message : String(error));
  }
  throw new Unprocessable("the picture cannot be decoded");
}

import type { Caller } from "../service.ts";
import type { Context } from "./context.ts";
import { modelError, unprocessableVideo, validation } from "./errors.ts";
import { MeasuringFailed } from "./media/decoder-pool.ts";
import type { ImageMeasurement, Measurement } from "./media/measurement.ts";
import { insteadOfSound, isUnheard } from "./media/unheard.ts";
import { type MediaSource, openMedia } from "./media-source.ts";
import { MEDIA_LIMITS, type Model } from "./models.ts";

/** What was measured, and of which version of an object in S3. */
export interface MeasuredMedia {
  readonly measured: Measurement;
  readonly etag?: string;
}

/**
 * Opens and measures a video and holds it against the limits of the model.
 * @throws ServiceError ValidationException (missing, over a limit, "Unprocessable video"), ModelErrorException when
 *   this machine cannot decode, AccessDenied
 */
export async function measureVideo(
  source: MediaSource,
  model: Model,
  context: Context,
  caller: Caller,
): Promise<MeasuredMedia> {
  const media = await measure(source, model, context, caller);
  const { picture, durationSec } = media.measured;
  if (picture === null) throw unprocessableVideo("it has no video track");
  assertDuration(durationSec, model);
  const { width, height } = picture;
  const { minSide, maxWidth, maxHeight, maxAspect } = MEDIA_LIMITS;
  const [long, short] = width > height ? [width, height] : [height, width];
  if (short < minSide || long > maxWidth || short > maxHeight) {
    throw validation(
      `The video resolution ${width}x${height} is not supported: it must be between ${minSide}x${minSide} and ${maxWidth}x${maxHeight}.`,
    );
  }
  // Aspects are given to one decimal: 1920×800 counts as 2.4.
  if (long / short > maxAspect + 0.05) {
    throw validation(
      `The video aspect ratio of ${width}x${height} is not supported: it must be within 1:${maxAspect}.`,
    );
  }
  return media;
}

/** As `measureVideo`, for sound: of a video its sound track counts. */
export async function measureSound(
  source: MediaSource,
  model: Model,
  context: Context,
  caller: Caller,
): Promise<MeasuredMedia> {
  const media = await measure(source, model, context, caller);
  const { sound } = media.measured;
  if (isUnheard(sound)) throw validation(`Unprocessable audio: it has ${insteadOfSound(sound)}.`);
  assertDuration(media.measured.durationSec, model);
  return media;
}

/** @throws ServiceError as `measureVideo` */
export async function measureImage(
  source: MediaSource,
  context: Context,
  caller: Caller,
): Promise<ImageMeasurement> {
  const media = await openMedia(source, context.objects, caller, context.inlineFolder);
  try {
    if (media.size > MEDIA_LIMITS.maxImageBytes) {
      throw validation(
        `The image has ${media.size} bytes, more than the limit of ${MEDIA_LIMITS.maxImageBytes}.`,
      );
    }
    return await context.measurer.image(media.path);
  } catch (error) {
    throw named(error, "image", "the image encoder");
  } finally {
    await media.done();
  }
}

async function measure(
  source: MediaSource,
  model: Model,
  context: Context,
  caller: Caller,
): Promise<MeasuredMedia> {
  const media = await openMedia(source, context.objects, caller, context.inlineFolder);
  try {
    assertSize(media.size, model);
    const measured = await context.measurer.media(media);
    return media.etag === undefined ? { measured } : { measured, etag: media.etag };
  } catch (error) {
    throw named(error, "video", model.id);
  } finally {
    await media.done();
  }
}

/** @throws ServiceError ValidationException */
export function assertSize(bytes: number, model: Model): void {
  if (bytes > model.maxBytes) {
    throw validation(
      `The media has ${bytes} bytes, more than the limit of ${model.maxBytes} for ${model.id}.`,
    );
  }
}

function assertDuration(seconds: number, model: Model): void {
  if (seconds < MEDIA_LIMITS.minSeconds) {
    throw unprocessableVideo(`it is ${seconds} seconds long, at least ${MEDIA_LIMITS.minSeconds} are needed`);
  }
  if (seconds > model.maxSeconds) {
    throw validation(
      `The video is ${seconds} seconds long, more than the limit of ${model.maxSeconds} seconds for ${model.id}.`,
    );
  }
}

function named(error: unknown, kind: "video" | "image", modelId: string): unknown {
  if (!(error instanceof MeasuringFailed)) return error;
  if (error.fault === "unprocessable" || error.fault === "crashed") {
    return kind === "video"
      ? unprocessableVideo(error.message)
      : validation(`Unprocessable image: ${error.message}.`);
  }
  return modelError(
    error.fault === "unavailable"
      ? `The local stand-in cannot look at media, because @mediabunny/server does not load: ${error.message}`
      : `The local stand-in could not measure the media: ${error.message}`,
    modelId,
  );
}

import type { Caller } from "../../service.ts";
import { pictureConcepts, soundConcepts, speechConcepts } from "../concepts/measured.ts";
import { meaningOf } from "../concepts/words.ts";
import type { Context } from "../context.ts";
import { unprocessableVideo, validation } from "../errors.ts";
import { measureImage, measureSound, measureVideo } from "../measured-media.ts";
import type { ImageMeasurement, Measurement } from "../media/measurement.ts";
import { insteadOfSound, isUnheard } from "../media/unheard.ts";
import type { Model } from "../models.ts";
import type { Span } from "../scenes/chapters.ts";
import { heardIn } from "../scenes/heard.ts";
import { lookOf, lookOfSamples } from "../scenes/look.ts";
import type { ImageRequest, MarengoRequest, TimedRequest } from "./request.ts";
import { segmentsOf } from "./segments.ts";
import { blend, measuredVector, textVector, type Vector } from "./space.ts";

/** One embedding of an answer; text and images have neither option nor times. */
export interface Embedding {
  readonly vector: Vector;
  readonly option?: string;
  readonly scope?: "clip" | "asset";
  readonly startSec?: number;
  readonly endSec?: number;
}

export interface Embedded {
  readonly embeddings: readonly Embedding[];
  /** Media that the model went through, seconds. */
  readonly seconds: number;
  /** Of the video or sound, when it is an object in S3. */
  readonly etag?: string;
}

/** @throws ServiceError as `measureVideo` and `measureImage` */
export async function embed(
  request: MarengoRequest,
  model: Model,
  context: Context,
  caller: Caller,
): Promise<Embedded> {
  const dimensions = model.dimensions ?? 0;
  if (request.kind === "text") {
    const vector = textVector(dimensions, meaningOf(request.text), request.text);
    return { embeddings: [{ vector }], seconds: 0 };
  }
  if (request.kind === "image") return embedImages(request, dimensions, context, caller);
  const measure = request.kind === "video" ? measureVideo : measureSound;
  const { measured, etag } = await measure(request.media, model, context, caller);
  const embedded = embedTimed(request, dimensions, measured);
  return etag === undefined ? embedded : { ...embedded, etag };
}

async function embedImages(
  { text, images }: ImageRequest,
  dimensions: number,
  context: Context,
  caller: Caller,
): Promise<Embedded> {
  const vectors: Vector[] = [];
  for (const image of images)
    vectors.push(imageVector(dimensions, await measureImage(image, context, caller)));
  const picture = blend(vectors);
  const hasText = text !== undefined && text.trim() !== "";
  const vector = hasText ? blend([picture, textVector(dimensions, meaningOf(text), text)]) : picture;
  return { embeddings: [{ vector }], seconds: 0 };
}

function imageVector(dimensions: number, { sample }: ImageMeasurement): Vector {
  const look = lookOfSamples([sample]);
  // A picture alone neither moves nor stands still.
  const weights = { ...pictureConcepts(look), moving: 0, still: 0, cuts: 0 };
  return measuredVector(dimensions, { weights, layout: look.grid, trace: "image" });
}

/** Embeds the asked range of a measured video or sound. */
export function embedTimed(request: TimedRequest, dimensions: number, measured: Measurement): Embedded {
  const range = rangeOf(request, measured);
  const { sound } = measured;
  // A sound that cannot be decoded has no items either, like one that is not there: any vector in their place would be
  // near to some search, and so would claim that something, or silence, is heard.
  const options = isUnheard(sound) ? request.options.filter(isVisual) : request.options;
  if (options.length === 0 && isUnheard(sound)) throw unprocessableVideo(`it has ${insteadOfSound(sound)}`);
  const clips =
    request.scopes?.includes("clip") === false ? [] : segmentsOf(measured, range, request.segmentation);
  const spans = [
    ...clips.map((span) => ({ span, scope: "clip" as const })),
    ...(request.scopes?.includes("asset") ? [{ span: range, scope: "asset" as const }] : []),
  ];
  const embeddings = spans.flatMap(({ span, scope }) => {
    const place = { ...span, ...(request.scopes === null ? {} : { scope }) };
    const separate = options.map((option) => ({
      vector: optionVector(option, dimensions, measured, span),
      option,
      ...place,
    }));
    const fused = { vector: blend(separate.map(({ vector }) => vector)), option: "fused", ...place };
    return [...(request.separate ? separate : []), ...(request.fused ? [fused] : [])];
  });
  return { embeddings: byOption(embeddings, request.options), seconds: range.endSec - range.startSec };
}

const isVisual = (option: string) => option.startsWith("visual");

function optionVector(
  option: string,
  dimensions: number,
  { picture, sound }: Measurement,
  span: Span,
): Vector {
  const trace = `${option}/${span.startSec}/${span.endSec}`;
  if (isVisual(option)) {
    if (picture === null) throw unprocessableVideo("it has no video track");
    const look = lookOf(picture, span.startSec, span.endSec);
    const cuts = picture.cuts.filter(({ atSec }) => atSec > span.startSec && atSec < span.endSec).length;
    const weights = pictureConcepts(look, cuts / (span.endSec - span.startSec));
    return measuredVector(dimensions, { weights, layout: look.grid, trace });
  }
  if (isUnheard(sound)) throw unprocessableVideo(`it has ${insteadOfSound(sound)}`);
  const heard = heardIn(sound, span.startSec, span.endSec);
  const weights = option === "transcription" ? speechConcepts(heard) : soundConcepts(heard);
  return measuredVector(dimensions, { weights, trace });
}

/** A range that ends a little behind the file is cut to it; one that lies outside is refused. */
function rangeOf({ startSec, endSec }: TimedRequest, { durationSec }: Measurement): Span {
  if (startSec >= durationSec) throw validation(`startSec ${startSec} lies behind the end of the media.`);
  if (endSec !== undefined && endSec > durationSec + 1) {
    throw validation(`endSec ${endSec} lies behind the end of the media.`);
  }
  return { startSec, endSec: Math.min(durationSec, endSec ?? durationSec) };
}

/** All segments of one option, then those of the next. */
function byOption<T extends Embedding>(embeddings: readonly T[], options: readonly string[]): T[] {
  const order = [...options, "fused"];
  return [...embeddings].sort((a, b) => order.indexOf(a.option ?? "") - order.indexOf(b.option ?? ""));
}

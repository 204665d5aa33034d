import type { OutputItem } from "../contracts/embedding.ts";
import type { SegmentAddress } from "../keys.ts";
import { PermanentError } from "./errors.ts";

/** An item as it is stored: of unit length, on the timeline of the whole video. */
export interface EmbeddedSegment extends SegmentAddress {
  readonly endSec: number;
  /** Unit length, so that the dot product of two is their cosine. */
  readonly vector: Float32Array;
  /** The length that the model gave it. */
  readonly norm: number;
}

const BYTES_PER_FLOAT = 4;

/** The vector in the same direction with length 1, and the length it had. The zero vector has no direction: RangeError. */
export function normalise(embedding: readonly number[]): { vector: Float32Array; norm: number } {
  // Plain loops: a video of hours has millions of numbers, and a callback for each costs more than all the arithmetic.
  let scale = 0;
  for (const value of embedding) scale = Math.max(scale, Math.abs(value));
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError("a vector without direction");
  // Scaled first: the squares of very large and very small numbers leave the range of a double.
  let sum = 0;
  for (const value of embedding) sum += (value / scale) ** 2;
  const length = Math.sqrt(sum);
  const vector = new Float32Array(embedding.length);
  for (let at = 0; at < vector.length; at++) vector[at] = (embedding[at] ?? 0) / scale / length;
  return { vector, norm: scale * length };
}

/** 4 bytes a number, little-endian on every machine. */
export function encodeVector(vector: Float32Array): Uint8Array {
  const bytes = new Uint8Array(vector.length * BYTES_PER_FLOAT);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of vector.entries()) view.setFloat32(index * BYTES_PER_FLOAT, value, true);
  return bytes;
}

/** @throws RangeError when the bytes are not whole numbers of 4 */
export function decodeVector(bytes: Uint8Array): Float32Array {
  if (bytes.byteLength % BYTES_PER_FLOAT !== 0)
    throw new RangeError(`${bytes.byteLength} bytes are no Float32 vector`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / BYTES_PER_FLOAT }, (_, index) =>
    view.getFloat32(index * BYTES_PER_FLOAT, true),
  );
}

/** 9 significant digits hold a Float32 exactly, and make JSON a third smaller than the 17 of a double. */
const FLOAT32_DIGITS = 9;

/** The vector as numbers for JSON: short, and the same Float32 again when read. */
export function vectorNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(FLOAT32_DIGITS)));
}

/** The items in batches of at most `size`: 25 for BatchWriteItem, 500 for PutVectors. */
export function batches<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** A model may measure a video a little longer than its container says. */
const TOLERANCE_SEC = 2;
const TOLERANCE_SHARE = 0.01;

/**
 * The segment of an output item. Its end is moved to that of the video when it lies slightly behind it.
 * @param part where the embedded part begins in the video and how long it is, seconds
 * @throws PermanentError OUTPUT_INVALID when the times make no segment of this part
 */
export function segmentOf(
  item: OutputItem,
  part: { offsetSec: number; durationSec: number },
): EmbeddedSegment {
  const { option, scope, startSec, endSec } = item;
  const latest = part.durationSec + Math.max(TOLERANCE_SEC, part.durationSec * TOLERANCE_SHARE);
  if (!(startSec >= 0 && startSec < endSec && endSec <= latest)) {
    const span = `${startSec} s to ${endSec} s in ${part.durationSec} s of video`;
    throw new PermanentError("OUTPUT_INVALID", `The output holds a segment with impossible times: ${span}.`);
  }
  // A last segment that begins behind the stated end keeps its times: the container is wrong, not the model.
  const clamped = startSec < part.durationSec ? Math.min(endSec, part.durationSec) : endSec;
  return {
    ...{ option, scope },
    startSec: toMilliseconds(part.offsetSec + startSec),
    endSec: toMilliseconds(part.offsetSec + clamped),
    ...normalise(item.embedding),
  };
}

/** Tells segments of one run apart, exactly as the keys they are stored under do: two with the same would overwrite. */
export function segmentIdentity({ option, scope, startSec }: SegmentAddress): string {
  return `${option}#${scope}#${Math.round(startSec * 1000)}`;
}

const toMilliseconds = (sec: number) => Math.round(sec * 1000) / 1000;

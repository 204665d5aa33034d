import { RGB, type SampleClip, type SampleSegment, type Sound } from "./clips.ts";

const SQUARE = 0.25;
const SQUARE_COLOUR = [255, 255, 255] as const;
const TONE_HZ = 440;
const LOUDNESS = 0.3;

/** The segment that is shown at a time. */
export function segmentAt({ segments }: SampleClip, atSec: number): SampleSegment {
  const found = segments.find(({ start, end }) => atSec >= start && atSec < end) ?? segments.at(-1);
  if (found === undefined) throw new Error("a clip has segments");
  return found;
}

/** RGBA bytes of the frame at a time: a plain ground, with a square that goes from left to right and back. */
export function drawFrame(clip: SampleClip, atSec: number): Uint8Array {
  const { width, height } = clip;
  const { colour, moving } = segmentAt(clip, atSec);
  const ground = RGB[colour];
  if (ground === undefined) throw new Error(`no such colour: ${colour}`);
  const side = Math.round(height * SQUARE);
  const way = width - side;
  const left = Math.round(way * (1 - Math.abs(((atSec / 2) % 2) - 1)));
  const top = Math.round((height - side) / 2);
  const pixels = new Uint32Array(width * height).fill(packed(ground));
  if (moving) {
    for (let y = top; y < top + side; y++)
      pixels.fill(packed(SQUARE_COLOUR), y * width + left, y * width + left + side);
  }
  return new Uint8Array(pixels.buffer);
}

/** A colour as one number whose bytes in memory are r, g, b and full opacity. */
function packed([r, g, b]: readonly [number, number, number]): number {
  return new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0] ?? 0;
}

/** One value of the sound, -1 to 1. The same place always gives the same value, noise included. */
export function soundValue(sound: Sound, index: number, rate: number): number {
  if (sound === "tone") return LOUDNESS * Math.sin((2 * Math.PI * TONE_HZ * index) / rate);
  return sound === "noise" ? LOUDNESS * (2 * scatter(index) - 1) : 0;
}

/** A number between 0 and 1 that looks random and depends on the index alone. */
function scatter(index: number): number {
  let value = (index + 1) * 0x9e3779b1;
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}

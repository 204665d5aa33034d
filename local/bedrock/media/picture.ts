import { colourShares } from "./colours.ts";
import type { PictureSample } from "./measurement.ts";

/** Frames are looked at in this size: enough for colours and movement, too small for the noise of a codec. */
export const PICTURE = { width: 64, height: 36 };
const GRID = 4;

/** A measured frame, with the small picture itself for comparing it with its neighbours. */
export interface Frame {
  readonly sample: PictureSample;
  readonly luma: Float32Array;
}

/**
 * Measures a frame.
 * @param rgba picture of the size `PICTURE`
 * @param before the frame before it, for `motion`
 */
export function measureFrame(rgba: Uint8Array, atSec: number, before?: Frame): Frame {
  const luma = lumaOf(rgba);
  const brightness = mean(luma);
  const sample = {
    atSec,
    colours: colourShares(rgba).map(round),
    brightness: round(brightness),
    contrast: round(Math.min(1, 2 * Math.sqrt(mean(luma.map((value) => (value - brightness) ** 2))))),
    saturation: round(saturationOf(rgba)),
    detail: round(detailOf(luma)),
    motion: before === undefined ? 0 : round(meanDifference(before.luma, luma)),
    grid: gridOf(rgba).map(round),
  };
  return { sample, luma };
}

/** Mean difference of two lists of equal length. */
export function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

/** Stored numbers are short, and the same on machines whose last bits differ. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function lumaOf(rgba: Uint8Array): Float32Array {
  const luma = new Float32Array(rgba.length / 4);
  for (let i = 0; i < luma.length; i++) {
    const at = i * 4;
    luma[i] = (0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0)) / 255;
  }
  return luma;
}

function saturationOf(rgba: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    const r = rgba[i] ?? 0;
    const g = rgba[i + 1] ?? 0;
    const b = rgba[i + 2] ?? 0;
    sum += (Math.max(r, g, b) - Math.min(r, g, b)) / 255;
  }
  return (sum * 4) / rgba.length;
}

function detailOf(luma: Float32Array): number {
  const { width, height } = PICTURE;
  let sum = 0;
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      const here = luma[at] ?? 0;
      sum += Math.abs(here - (luma[at + 1] ?? 0)) + Math.abs(here - (luma[at + width] ?? 0));
    }
  }
  return sum / (2 * (width - 1) * (height - 1));
}

function gridOf(rgba: Uint8Array): number[] {
  const sums = Array.from({ length: GRID * GRID * 3 }, () => 0);
  for (let y = 0; y < PICTURE.height; y++) {
    const row = Math.floor((y * GRID) / PICTURE.height) * GRID;
    for (let x = 0; x < PICTURE.width; x++) {
      const field = (row + Math.floor((x * GRID) / PICTURE.width)) * 3;
      const at = (y * PICTURE.width + x) * 4;
      for (let c = 0; c < 3; c++) sums[field + c] = (sums[field + c] ?? 0) + (rgba[at + c] ?? 0);
    }
  }
  const points = (PICTURE.width * PICTURE.height) / (GRID * GRID);
  return sums.map((sum) => sum / points / 255);
}

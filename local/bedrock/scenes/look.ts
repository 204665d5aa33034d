import { COLOURS, type Colour, type PictureSample, type PictureTrack } from "../media/measurement.ts";

/** What a stretch of a video looks like on average. */
export interface Look {
  /** Share of the picture per colour, in the order of `COLOURS`. */
  readonly colours: readonly number[];
  readonly grid: readonly number[];
  /** How light it seems: between luma and the strongest component, so that a pure blue is not called dark. */
  readonly light: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly detail: number;
  readonly motion: number;
}

/** One colour nearly fills the picture from this share on. */
export const FILLS = 0.8;
/** A colour is worth a word from this share on. */
export const NOTABLE = 0.15;

/** The mean of the samples in `[startSec, endSec)`, or the sample nearest to it when none lies inside. */
export function lookOf(picture: PictureTrack, startSec: number, endSec: number): Look {
  const inside = picture.samples.filter(({ atSec }) => atSec >= startSec && atSec < endSec);
  const samples = inside.length > 0 ? inside : [nearest(picture.samples, startSec)];
  return {
    ...lookOfSamples(samples),
    motion: mean(samples.slice(samples.length > 1 ? 1 : 0).map(({ motion }) => motion)),
  };
}

export function lookOfSamples(samples: readonly PictureSample[]): Look {
  const grid = meanList(samples.map((sample) => sample.grid));
  return {
    colours: meanList(samples.map((sample) => sample.colours)),
    grid,
    light: lightOf(grid),
    contrast: mean(samples.map(({ contrast }) => contrast)),
    saturation: mean(samples.map(({ saturation }) => saturation)),
    detail: mean(samples.map(({ detail }) => detail)),
    motion: mean(samples.map(({ motion }) => motion)),
  };
}

/** Colours with their share of the picture, most first. */
export function rankedColours(look: Look): { colour: Colour; share: number }[] {
  return COLOURS.map((colour, index) => ({ colour, share: look.colours[index] ?? 0 }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}

/** True when one colour fills a picture without much in it. */
export function isPlain(look: Look): boolean {
  return (rankedColours(look)[0]?.share ?? 0) >= FILLS && look.detail < 0.03;
}

function nearest(samples: readonly PictureSample[], atSec: number): PictureSample {
  const [first, ...rest] = samples;
  if (first === undefined) throw new Error("a picture track has at least one sample");
  return rest.reduce(
    (best, sample) => (Math.abs(sample.atSec - atSec) < Math.abs(best.atSec - atSec) ? sample : best),
    first,
  );
}

function lightOf(grid: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < grid.length; i += 3) {
    const [r = 0, g = 0, b = 0] = grid.slice(i, i + 3);
    sum += (0.299 * r + 0.587 * g + 0.114 * b + Math.max(r, g, b)) / 2;
  }
  return (sum * 3) / grid.length;
}

function meanList(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, index) => mean(lists.map((list) => list[index] ?? 0)));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

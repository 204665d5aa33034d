import type { Unheard } from "./unheard.ts";

/** The colours that a picture is sorted into, in the order of every list of shares. */
export const COLOURS = [
  "red",
  "orange",
  "yellow",
  "green",
  "cyan",
  "blue",
  "navy",
  "purple",
  "pink",
  "brown",
  "white",
  "gray",
  "black",
] as const;
export type Colour = (typeof COLOURS)[number];

/** What one frame looks like. All numbers but `atSec` lie between 0 and 1. */
export interface PictureSample {
  readonly atSec: number;
  /** Share of the picture in each of `COLOURS`. */
  readonly colours: readonly number[];
  /** Mean luma. */
  readonly brightness: number;
  /** Standard deviation of luma, doubled so that half black, half white is 1. */
  readonly contrast: number;
  readonly saturation: number;
  /** Mean luma step between neighbouring points of the small picture. */
  readonly detail: number;
  /** Mean luma change since the sample before; 0 for the first one and across a cut. */
  readonly motion: number;
  /** Mean colour (r, g, b) of each field of a 4 × 4 grid, row by row: where things are. */
  readonly grid: readonly number[];
}

/** A place where the picture changes at once (`cut`) or within about two seconds (`fade`). */
export interface Cut {
  readonly atSec: number;
  readonly kind: "cut" | "fade";
  /** How different the two sides are, 0 to 1. */
  readonly strength: number;
}

export interface PictureTrack {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly samples: readonly PictureSample[];
  readonly cuts: readonly Cut[];
}

/** What a stretch of sound (about half a second) is like. */
export interface SoundWindow {
  readonly startSec: number;
  readonly endSec: number;
  /** Root mean square in dB of full scale; -91 stands for digital silence. */
  readonly loudnessDb: number;
  /** Share of the energy in the few strongest frequencies: near 1 for a pure tone, near 0 for noise. */
  readonly tonality: number;
  /** Flatness of the spectrum: near 0 for tones, above about 0.3 for noise. */
  readonly flatness: number;
  /** How much the sound has the rhythm, pitch and pauses of speech, 0 to 1. It is no proof of words. */
  readonly speechRhythm: number;
}

export interface SoundTrack {
  readonly codec: string;
  readonly windows: readonly SoundWindow[];
}

/**
 * Everything the stand-in knows about a video or a sound file. A missing track is null, a silent one is not, nor one
 * that cannot be decoded.
 */
export interface Measurement {
  readonly durationSec: number;
  readonly picture: PictureTrack | null;
  readonly sound: SoundTrack | Unheard;
}

export interface ImageMeasurement {
  readonly width: number;
  readonly height: number;
  readonly sample: PictureSample;
}

/** Loudness below this counts as silence: 8-bit noise floor, far below any audible programme. */
export const SILENCE_DB = -50;

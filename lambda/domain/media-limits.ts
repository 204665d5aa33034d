import type { ReasonCode } from "../contracts/reason.ts";
import type { MediaLimits } from "../models/model.ts";

/** What a model's limits are held against. */
export interface MediaSize {
  readonly sizeBytes: number;
  readonly durationSec: number;
  /** Pixels as they are seen. */
  readonly width: number;
  readonly height: number;
}

/** One limit that a file does not keep, in words that make a sentence: fact, then "takes", then rule. */
export interface Violation {
  readonly code: ReasonCode;
  readonly fact: string;
  readonly rule: string;
}

export function sizeViolations(sizeBytes: number, { maxBytes }: MediaLimits): Violation[] {
  if (sizeBytes <= maxBytes) return [];
  return [
    {
      code: "TOO_LARGE",
      fact: `The file has ${bytesInWords(sizeBytes)}`,
      rule: `at most ${bytesInWords(maxBytes)}`,
    },
  ];
}

/** All limits that the file does not keep; each bound itself is kept. */
export function violations(media: MediaSize, limits: MediaLimits): Violation[] {
  return [
    ...sizeViolations(media.sizeBytes, limits),
    ...durationViolations(media.durationSec, limits),
    ...pictureViolations(media.width, media.height, limits),
  ];
}

function durationViolations(durationSec: number, { minSeconds, maxSeconds }: MediaLimits): Violation[] {
  const fact = `The video lasts ${durationInWords(durationSec)}`;
  if (durationSec < minSeconds) return [{ code: "TOO_SHORT", fact, rule: `at least ${minSeconds} s` }];
  if (durationSec > maxSeconds) return [{ code: "TOO_LONG", fact, rule: `at most ${maxSeconds / 60} min` }];
  return [];
}

function pictureViolations(width: number, height: number, limits: MediaLimits): Violation[] {
  const { minSidePixels, maxShortSidePixels, maxLongSidePixels, maxAspect } = limits;
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  const violation = (rule: string): Violation => ({
    code: "RESOLUTION",
    fact: `The picture has ${width}x${height} pixels`,
    rule,
  });
  if (short < minSidePixels) return [violation(`at least ${minSidePixels}x${minSidePixels}`)];
  if (short > maxShortSidePixels || long > maxLongSidePixels) {
    return [violation(`at most ${maxLongSidePixels}x${maxShortSidePixels}, lying or standing`)];
  }
  return long > short * maxAspect ? [violation(`sides of at most ${maxAspect}:1`)] : [];
}

/** 3660 is "61 min 0 s". */
export function durationInWords(durationSec: number): string {
  const whole = Math.round(durationSec * 1000) / 1000;
  const minutes = Math.floor(whole / 60);
  const seconds = Math.round((whole - minutes * 60) * 1000) / 1000;
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`;
}

/** Not by locale: the same text everywhere. */
function bytesInWords(bytes: number): string {
  return `${String(bytes).replace(/\B(?=(\d{3})+$)/g, ",")} bytes`;
}

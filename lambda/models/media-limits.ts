import type { MediaLimits } from "./model.ts";

/**
 * What TwelveLabs asks of a video on its own platform. Bedrock's pages state no such bounds, but it refuses clips
 * below about 4 s as unprocessable, so they are taken over here.
 */
export const PLATFORM_MEDIA = {
  minSeconds: 4,
  minSidePixels: 360,
  maxShortSidePixels: 2160,
  maxLongSidePixels: 5184,
  // The rule says 2.4; encoders round the shorter side of such films down to a multiple of 16 (1920x784 is 2.449).
  maxAspect: 2.45,
} satisfies Partial<MediaLimits>;

export const HOUR = 3600;

/** Gigabytes are taken as powers of ten: the smaller reading is right under both. */
export const GIGABYTE = 1_000_000_000;

import type { Measurement } from "./measurement.ts";
import { isUnheard } from "./unheard.ts";

/**
 * The same measurement on the time line of whoever watches: it begins at 0, where the time stamps of recordings and
 * broadcasts begin anywhere. Times become whole milliseconds.
 */
export function fromZero({ durationSec, picture, sound }: Measurement, startSec: number): Measurement {
  const shift = (sec: number) => Math.round((sec - startSec) * 1000) / 1000;
  return {
    durationSec: shift(durationSec),
    picture: picture && {
      ...picture,
      samples: picture.samples.map((sample) => ({ ...sample, atSec: shift(sample.atSec) })),
      cuts: picture.cuts.map((cut) => ({ ...cut, atSec: shift(cut.atSec) })),
    },
    sound: isUnheard(sound)
      ? sound
      : {
          ...sound,
          windows: sound.windows.map((window) => ({
            ...window,
            startSec: shift(window.startSec),
            endSec: shift(window.endSec),
          })),
        },
  };
}

import type { Measurement } from "../media/measurement.ts";
import { isUnheard, type Unheard } from "../media/unheard.ts";
import { findChapters, type Span } from "../scenes/chapters.ts";
import { type Heard, heardIn } from "../scenes/heard.ts";
import { findHighlights, type Highlight } from "../scenes/highlights.ts";
import { type Look, lookOf } from "../scenes/look.ts";

/** A stretch of the video and what was measured in it. */
export interface Scene extends Span {
  readonly look: Look;
  readonly heard: Heard | Unheard;
}

/** Everything that an answer may say. */
export interface Facts {
  readonly measured: Measurement;
  readonly durationSec: number;
  readonly width: number;
  readonly height: number;
  readonly whole: Scene;
  readonly chapters: readonly Scene[];
  readonly highlights: readonly Highlight[];
}

/** @throws Error when the measurement has no picture */
export function factsOf(measured: Measurement): Facts {
  const { picture, durationSec } = measured;
  if (picture === null) throw new Error("a video has a picture");
  const scene = (span: Span) => sceneAt(measured, span);
  return {
    measured,
    durationSec,
    width: picture.width,
    height: picture.height,
    whole: scene({ startSec: 0, endSec: durationSec }),
    chapters: findChapters(picture, durationSec).map(scene),
    highlights: findHighlights(measured),
  };
}

/** What was measured in any stretch of the video. */
export function sceneAt({ picture, sound }: Measurement, { startSec, endSec }: Span): Scene {
  if (picture === null) throw new Error("a video has a picture");
  return {
    startSec,
    endSec,
    look: lookOf(picture, startSec, endSec),
    heard: isUnheard(sound) ? sound : heardIn(sound, startSec, endSec),
  };
}

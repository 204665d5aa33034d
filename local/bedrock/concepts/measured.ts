import { COLOURS } from "../media/measurement.ts";
import type { Heard } from "../scenes/heard.ts";
import { type Look, rankedColours } from "../scenes/look.ts";
import type { Weights } from "./concepts.ts";

/** Movement from which a picture counts as fully moving, and below which it begins to count as still. */
const FULL_MOTION = 0.08;
const STILL = 0.012;
const FULL_DETAIL = 0.08;
/** Loudness between which a sound goes from quiet to loud, dB of full scale. */
const QUIET_DB = -40;
const LOUD_DB = -12;

/** A segment is full of speech when this share of it sounds like speech: people pause. */
const FULL_SPEECH = 0.3;

/** Which concepts hold for a picture, 0 to 1 each. Colours lead: they are what people search for here. */
export function pictureConcepts(look: Look, cutsPerSec = 0): Weights {
  const weights: Weights = {};
  for (const [index, colour] of COLOURS.entries()) {
    const share = look.colours[index] ?? 0;
    // A colour that fills a third of the picture is seen at once: the square root lifts it.
    if (share > 0.02) weights[colour] = Math.sqrt(share);
  }
  const manyColours = rankedColours(look).filter(
    ({ colour, share }) => share > 0.06 && !isGray(colour),
  ).length;
  return {
    ...weights,
    bright: 0.7 * ramp(look.light, 0.55, 0.95),
    dark: 0.7 * ramp(0.35 - look.light, 0, 0.3),
    colourful: 0.5 * ramp(manyColours, 2, 6),
    plain: 0.35 * ramp(0.03 - look.detail, 0, 0.03),
    detailed: 0.5 * ramp(look.detail, 0.03, FULL_DETAIL),
    moving: 0.8 * Math.sqrt(ramp(look.motion, STILL / 2, FULL_MOTION)),
    still: 0.35 * ramp(STILL - look.motion, 0, STILL),
    cuts: 0.7 * ramp(cutsPerSec, 0, 1),
  };
}

/** Which concepts hold for a stretch of sound, 0 to 1 each. */
export function soundConcepts({ shares, loudnessDb }: Heard): Weights {
  const audible = 1 - shares.silence;
  return {
    // A pause is no silence: it counts when it takes most of the time.
    silence: ramp(shares.silence, 0.3, 1),
    sound: 0.3 * audible,
    loud: 0.5 * audible * ramp(loudnessDb, QUIET_DB, LOUD_DB),
    quiet: 0.5 * audible * ramp(-loudnessDb, -LOUD_DB, -QUIET_DB + 10),
    // What sounds for a tenth of the time is heard all the same: the square root lifts it.
    tone: Math.sqrt(shares.tone + 0.8 * shares["tones or music"]),
    noise: Math.sqrt(shares.noise + 0.3 * shares["mixed sound"]),
    speech: Math.sqrt(shares["speech rhythm"]),
  };
}

/** What a transcription would rest on: whether there is anything that sounds like speech, and nothing else. */
export function speechConcepts({ shares }: Heard): Weights {
  const speech = ramp(shares["speech rhythm"], 0, FULL_SPEECH);
  return { speech, wordless: 1 - speech };
}

function isGray(colour: string): boolean {
  return colour === "white" || colour === "gray" || colour === "black";
}

function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

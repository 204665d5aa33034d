import type { SoundTrack } from "../media/measurement.ts";
import { insteadOfSound, isUnheard, type Unheard } from "../media/unheard.ts";
import type { Span } from "../scenes/chapters.ts";
import { type Heard, heardIn, mainSound, type SoundKind, soundSpans } from "../scenes/heard.ts";
import { FILLS, isPlain, type Look, NOTABLE, rankedColours } from "../scenes/look.ts";

/** Colour words as they read best in a sentence. */
const COLOUR_WORDS: Readonly<Record<string, string>> = { navy: "dark blue" };

export const colourWord = (colour: string) => COLOUR_WORDS[colour] ?? colour;

/** The colours that make up most of a picture, most first; never empty. */
export function mainColours(look: Look): string[] {
  const ranked = rankedColours(look);
  const notable = ranked.filter(({ share }) => share >= NOTABLE).slice(0, 3);
  return (notable.length > 0 ? notable : ranked.slice(0, 1)).map(({ colour }) => colourWord(colour));
}

/** "blue screen", "mostly gray picture", "brown, orange and black picture", "picture of many colours". */
export function pictureName(look: Look): string {
  const ranked = rankedColours(look);
  const top = ranked[0];
  const many = ranked.filter(({ share }) => share > 0.07).length;
  if (top === undefined) return "picture";
  if (isPlain(look)) return `${colourWord(top.colour)} screen`;
  if (top.share >= FILLS) return `${colourWord(top.colour)} picture`;
  if (many >= 6 && top.share < 0.35) return "picture of many colours";
  if (top.share >= 0.55) return `mostly ${colourWord(top.colour)} picture`;
  const colours = mainColours(look);
  return colours.length === 1 ? `mostly ${colours[0]} picture` : `${listed(colours)} picture`;
}

export function lightWord({ light }: Look): "very dark" | "dark" | "bright" | "medium bright" {
  if (light < 0.08) return "very dark";
  if (light < 0.27) return "dark";
  return light > 0.72 ? "bright" : "medium bright";
}

export function motionWord({ motion }: Look): string {
  if (motion < 0.004) return "nothing moves";
  if (motion < 0.02) return "there is slight movement";
  return motion < 0.06 ? "there is movement" : "there is strong movement";
}

const SOUND_WORDS: Readonly<Record<SoundKind, string>> = {
  silence: "silence",
  tone: "a steady tone",
  "tones or music": "tonal sound such as music",
  noise: "noise",
  "speech rhythm": "sound with the rhythm of speech",
  "mixed sound": "mixed sound",
};

export const soundWord = (kind: SoundKind) => SOUND_WORDS[kind];

/** The same for titles. */
export const shortSoundWord = (kind: SoundKind) =>
  ({ ...SOUND_WORDS, "speech rhythm": "speech-like sound", "tones or music": "tonal sound" })[kind];

/** "silence", "a steady tone", "sound with the rhythm of speech and silence in turn"; or why nothing is known. */
export function soundName(heard: Heard | Unheard): string {
  if (isUnheard(heard)) return insteadOfSound(heard);
  const kind = mainSound(heard);
  const partly = kind !== "silence" && heard.shares.silence > 0.2;
  return partly ? `${soundWord(kind)}, interrupted by silence` : soundWord(kind);
}

/** More changes of sound are not told one by one. */
const MAX_SPANS = 6;
/** Shorter ends of a stretch are left out, seconds. */
const SCRAP_SEC = 1;

/** One sentence about the sound of a stretch, with the times at which it changes. */
export function soundSentence(sound: SoundTrack | Unheard, { startSec, endSec }: Span): string {
  if (isUnheard(sound)) return `The file has ${insteadOfSound(sound)}.`;
  const spans = soundSpans(sound)
    .filter((span) => span.endSec >= startSec + SCRAP_SEC && span.startSec <= endSec - SCRAP_SEC)
    .map(({ kind, ...span }) => ({
      kind,
      startSec: Math.max(startSec, span.startSec),
      endSec: Math.min(endSec, span.endSec),
    }));
  const [only] = spans;
  if (only === undefined) return `There is ${soundName(heardIn(sound, startSec, endSec))}.`;
  const isWhole = only.startSec <= startSec + SCRAP_SEC && only.endSec >= endSec - SCRAP_SEC;
  if (spans.length === 1 && isWhole) {
    return only.kind === "silence" ? "The audio track is silent." : `There is ${soundWord(only.kind)}.`;
  }
  if (spans.length > MAX_SPANS)
    return `There is ${listed(kindsIn(heardIn(sound, startSec, endSec)))} in turn.`;
  const parts = spans.map(
    (span) => `${soundWord(span.kind)} from ${clockTime(span.startSec)} to ${clockTime(span.endSec)}`,
  );
  return `There is ${listed(parts)}.`;
}

/** What takes some of the time, most first. */
function kindsIn({ shares }: Heard): string[] {
  const ranked = Object.entries(shares).sort((a, b) => b[1] - a[1]);
  const notable = ranked.filter(([, share], rank) => rank === 0 || share > 0.05);
  return notable.map(([kind]) => soundWord(kind as SoundKind));
}

/** "1:05", "1:02:05". */
export function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a blue screen", "an orange screen". */
export function withArticle(noun: string): string {
  if (/^mostly /.test(noun)) return `a ${noun}`;
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

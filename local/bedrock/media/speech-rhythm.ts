import { pitchOf } from "./sound-features.ts";

/** Loudness is followed in frames this long, seconds. */
const FRAME_SEC = 0.02;
/** Pitch needs two periods of the lowest voice. */
const PITCH_FRAME_SEC = 0.04;
/** Stretch in which a rhythm can be told, seconds. */
const STRETCH_SEC = 2;
const SILENT_RMS = 0.003;
/** Syllables come between these rates, per second. */
const SLOWEST_SYLLABLES = 2;
const FASTEST_SYLLABLES = 8;

/**
 * How much the sound around a time has what speech has: pauses between louder syllables, a syllable rhythm, a
 * voice, and a pitch that glides. 0 to 1. Music, noise and tones lack one of them.
 *
 * @param sound mono
 * @param rate values per second
 */
export function speechRhythm(sound: Float32Array, rate: number, centreSec: number): number {
  const from = Math.max(0, Math.round((centreSec - STRETCH_SEC / 2) * rate));
  const part = sound.subarray(from, Math.min(sound.length, from + Math.round(STRETCH_SEC * rate)));
  const levels = levelsOf(part, Math.round(FRAME_SEC * rate));
  const loudest = Math.max(...levels, 0);
  if (loudest < SILENT_RMS || levels.length < 20) return 0;
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const quiet = levels.filter((level) => level < mean / 2).length / levels.length;
  const { voiced, glide } = pitchTrack(part, rate, loudest * 0.15);
  return Math.min(
    ramp(quiet, 0.12, 0.3),
    ramp(syllableShare(levels), 0.2, 0.4),
    ramp(voiced, 0.15, 0.35),
    ramp(glide, 0.008, 0.018),
  );
}

function levelsOf(sound: Float32Array, frame: number): number[] {
  const levels: number[] = [];
  for (let from = 0; from + frame <= sound.length; from += frame) {
    let sum = 0;
    for (let i = from; i < from + frame; i++) sum += (sound[i] ?? 0) ** 2;
    levels.push(Math.sqrt(sum / frame));
  }
  return levels;
}

/** Share of the loudness changes that come at the rate of syllables. */
function syllableShare(levels: readonly number[]): number {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  let inside = 0;
  let all = 0;
  for (let k = 1; k < levels.length / 2; k++) {
    let re = 0;
    let im = 0;
    for (const [i, level] of levels.entries()) {
      const angle = (2 * Math.PI * k * i) / levels.length;
      re += (level - mean) * Math.cos(angle);
      im += (level - mean) * Math.sin(angle);
    }
    const energy = re * re + im * im;
    const perSecond = k / (levels.length * FRAME_SEC);
    all += energy;
    if (perSecond >= SLOWEST_SYLLABLES && perSecond <= FASTEST_SYLLABLES) inside += energy;
  }
  return all === 0 ? 0 : inside / all;
}

/** Share of voiced frames among the audible ones, and how fast the pitch glides (share per frame, median). */
function pitchTrack(sound: Float32Array, rate: number, audible: number): { voiced: number; glide: number } {
  const frame = Math.round(PITCH_FRAME_SEC * rate);
  let heard = 0;
  let voiced = 0;
  let before: number | undefined;
  const glides: number[] = [];
  for (let from = 0; from + frame <= sound.length; from += frame) {
    const part = sound.subarray(from, from + frame);
    const pitch = (levelsOf(part, frame)[0] ?? 0) < audible ? undefined : pitchOf(part, rate);
    if ((levelsOf(part, frame)[0] ?? 0) >= audible) heard++;
    if (pitch !== undefined) {
      voiced++;
      if (before !== undefined) glides.push(Math.abs(Math.log2(pitch / before)));
    }
    before = pitch;
  }
  glides.sort((a, b) => a - b);
  return { voiced: heard === 0 ? 0 : voiced / heard, glide: glides[Math.floor(glides.length / 2)] ?? 0 };
}

function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

import { powerSpectrum, SPECTRUM_POINTS } from "./spectrum.ts";

/** Tonality and flatness of a stretch of sound; both 0 when there is nothing to hear. */
export interface Timbre {
  readonly tonality: number;
  readonly flatness: number;
}

/** Strongest frequencies that count as "few"; each takes its neighbours with it, because the window smears them. */
const PEAKS = 3;
const PEAK_REACH = 2;
const AUDIBLE_POWER = 1e-7;

/** Mean timbre of `sound`, weighted by loudness. */
export function timbreOf(sound: Float32Array): Timbre {
  let weight = 0;
  let tonality = 0;
  let flatness = 0;
  for (let from = 0; from + SPECTRUM_POINTS <= sound.length; from += SPECTRUM_POINTS / 2) {
    const power = powerSpectrum(sound, from);
    const total = power.reduce((sum, value) => sum + value, 0);
    if (total < AUDIBLE_POWER) continue;
    weight += total;
    tonality += total * peakShare(power, total);
    flatness += total * flatnessOf(power, total);
  }
  return weight === 0
    ? { tonality: 0, flatness: 0 }
    : { tonality: tonality / weight, flatness: flatness / weight };
}

function peakShare(power: Float64Array, total: number): number {
  const left = power.slice();
  let taken = 0;
  for (let peak = 0; peak < PEAKS; peak++) {
    let best = 0;
    for (let k = 0; k < left.length; k++) if ((left[k] ?? 0) > (left[best] ?? 0)) best = k;
    for (let k = Math.max(0, best - PEAK_REACH); k <= Math.min(left.length - 1, best + PEAK_REACH); k++) {
      taken += left[k] ?? 0;
      left[k] = 0;
    }
  }
  return taken / total;
}

/** Geometric over arithmetic mean of the energies. */
function flatnessOf(power: Float64Array, total: number): number {
  let logs = 0;
  const floor = (total / power.length) * 1e-9;
  for (const value of power) logs += Math.log(Math.max(value, floor));
  return Math.exp(logs / power.length) / (total / power.length);
}

/** Pitches of human voices, Hz. */
const LOWEST_PITCH = 70;
const HIGHEST_PITCH = 400;
/** Correlation of a frame with itself one pitch period later, from which on it is voiced. */
const VOICED = 0.55;

/** The pitch of a frame of sound in Hz, or undefined when it has none. */
export function pitchOf(frame: Float32Array, rate: number): number | undefined {
  const shortest = Math.floor(rate / HIGHEST_PITCH);
  const longest = Math.min(Math.ceil(rate / LOWEST_PITCH), Math.floor(frame.length / 2));
  const length = frame.length - longest;
  let best = 0;
  let bestLag = 0;
  for (let lag = shortest; lag <= longest; lag++) {
    let product = 0;
    let a = 0;
    let b = 0;
    for (let i = 0; i < length; i++) {
      const x = frame[i] ?? 0;
      const y = frame[i + lag] ?? 0;
      product += x * y;
      a += x * x;
      b += y * y;
    }
    const correlation = a === 0 || b === 0 ? 0 : product / Math.sqrt(a * b);
    // A multiple of the period correlates as well: only a clearly better longer lag replaces a shorter one.
    if (correlation > best + 0.03) {
      best = correlation;
      bestLag = lag;
    }
  }
  return best < VOICED ? undefined : rate / bestLag;
}

/** Points of a spectrum: 64 ms at 16 kHz, short enough to follow speech. */
export const SPECTRUM_POINTS = 1024;

const window = Float64Array.from(
  { length: SPECTRUM_POINTS },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SPECTRUM_POINTS),
);

/** Energy per frequency of `SPECTRUM_POINTS` values of sound, lowest frequency first, without the constant part. */
export function powerSpectrum(sound: Float32Array, from: number): Float64Array {
  const re = new Float64Array(SPECTRUM_POINTS);
  const im = new Float64Array(SPECTRUM_POINTS);
  for (let i = 0; i < SPECTRUM_POINTS; i++) re[i] = (sound[from + i] ?? 0) * (window[i] ?? 0);
  transform(re, im);
  const power = new Float64Array(SPECTRUM_POINTS / 2 - 1);
  for (let k = 0; k < power.length; k++) power[k] = (re[k + 1] ?? 0) ** 2 + (im[k + 1] ?? 0) ** 2;
  return power;
}

/** In-place fast Fourier transform, radix 2. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const angle = (-2 * Math.PI) / size;
    for (let k = 0; k < size / 2; k++) {
      const c = Math.cos(angle * k);
      const s = Math.sin(angle * k);
      for (let a = k; a < n; a += size) butterfly(re, im, a, a + size / 2, c, s);
    }
  }
}

function butterfly(re: Float64Array, im: Float64Array, a: number, b: number, c: number, s: number): void {
  const x = (re[b] ?? 0) * c - (im[b] ?? 0) * s;
  const y = (re[b] ?? 0) * s + (im[b] ?? 0) * c;
  re[b] = (re[a] ?? 0) - x;
  im[b] = (im[a] ?? 0) - y;
  re[a] = (re[a] ?? 0) + x;
  im[a] = (im[a] ?? 0) + y;
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i] ?? 0;
  values[i] = values[j] ?? 0;
  values[j] = kept;
}

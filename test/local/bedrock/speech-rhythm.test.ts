import { speechRhythm } from "../../../local/bedrock/media/speech-rhythm.ts";

const RATE = 16_000;
const SECONDS = 4;

function sound(value: (time: number, index: number) => number): Float32Array {
  return Float32Array.from({ length: RATE * SECONDS }, (_, index) => value(index / RATE, index));
}

/** A buzz with overtones, as vocal cords make it. */
const buzz = (phase: number) => [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(n * phase) / n, 0) / 4;
const noise = (index: number) => ((Math.imul(index + 1, 0x9e3779b1) >>> 8) % 2001) / 1000 - 1;

it.each([
  ["silence", sound(() => 0)],
  ["a tone", sound((time) => 0.3 * Math.sin(2 * Math.PI * 440 * time))],
  ["noise", sound((_, index) => 0.3 * noise(index))],
  [
    "a tone that comes and goes",
    sound((time) => (time % 0.5 < 0.25 ? 0.3 * Math.sin(2 * Math.PI * 220 * time) : 0)),
  ],
  ["noise that comes and goes", sound((time, index) => (time % 0.25 < 0.15 ? 0.3 * noise(index) : 0))],
])("hears no speech in %s", (_, values) => {
  expect(speechRhythm(values, RATE, 2)).toBe(0);
});

it("hears the rhythm in gliding syllables with hisses and pauses between them", () => {
  let phase = 0;
  const values = sound((time, index) => {
    const inSyllable = (time * 4) % 1;
    phase += (2 * Math.PI * (120 + 60 * Math.sin(2 * Math.PI * 1.3 * time))) / RATE;
    if (inSyllable < 0.55) return 0.3 * Math.sin((Math.PI * inSyllable) / 0.55) * buzz(phase);
    return inSyllable < 0.7 ? 0.05 * noise(index) : 0;
  });
  expect(speechRhythm(values, RATE, 2)).toBeGreaterThan(0.5);
});

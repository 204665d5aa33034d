import type { SoundTrack, SoundWindow } from "../../../local/bedrock/media/measurement.ts";
import { soundSentence } from "../../../local/bedrock/pegasus/words.ts";

const SILENCE = { loudnessDb: -91, tonality: 0, flatness: 0, speechRhythm: 0 };
const TONE = { loudnessDb: -20, tonality: 1, flatness: 0, speechRhythm: 0 };
/** As measured of pink noise: flatness falls with the share of low frequencies. */
const PINK_NOISE = { loudnessDb: -25, tonality: 0.55, flatness: 0.16, speechRhythm: 0 };

/** A sound that begins at `startSec`, of parts with a length in seconds each. */
function soundOf(
  parts: readonly (readonly [Omit<SoundWindow, "startSec" | "endSec">, number])[],
  startSec = 0,
): SoundTrack {
  const windows: SoundWindow[] = [];
  let atSec = startSec;
  for (const [like, seconds] of parts) {
    for (let half = 0; half < 2 * seconds; half++, atSec += 0.5)
      windows.push({ ...like, startSec: atSec, endSec: atSec + 0.5 });
  }
  return { codec: "x", windows };
}

it.each([
  ["one kind", soundOf([[TONE, 20]]), "There is a steady tone."],
  ["silence", soundOf([[SILENCE, 20]]), "The audio track is silent."],
  ["noise like that of rain", soundOf([[PINK_NOISE, 20]]), "There is noise."],
  ["a late begin", soundOf([[TONE, 12]], 8), "There is a steady tone from 0:08 to 0:20."],
  ["an early end", soundOf([[TONE, 12]]), "There is a steady tone from 0:00 to 0:12."],
  [
    "some parts",
    soundOf([
      [SILENCE, 5],
      [TONE, 5],
      [SILENCE, 5],
      [PINK_NOISE, 5],
    ]),
    "There is silence from 0:00 to 0:05, a steady tone from 0:05 to 0:10, silence from 0:10 to 0:15 and noise from 0:15 to 0:20.",
  ],
  [
    "many parts",
    soundOf([
      [TONE, 3],
      [SILENCE, 2],
      [PINK_NOISE, 3],
      [SILENCE, 2],
      [TONE, 3],
      [SILENCE, 2],
      [TONE, 5],
    ]),
    "There is a steady tone, silence and noise in turn.",
  ],
])("says what is heard and when: %s", (_, sound, sentence) => {
  expect(soundSentence(sound, { startSec: 0, endSec: 20 })).toBe(sentence);
});

it("says that there is no track", () => {
  expect(soundSentence(null, { startSec: 0, endSec: 20 })).toBe("The file has no audio track.");
});

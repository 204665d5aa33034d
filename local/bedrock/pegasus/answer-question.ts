import { CONCEPTS, type Concept } from "../concepts/concepts.ts";
import { pictureConcepts, soundConcepts } from "../concepts/measured.ts";
import { meaningOf } from "../concepts/words.ts";
import { COLOURS } from "../media/measurement.ts";
import { insteadOfSound, isUnheard } from "../media/unheard.ts";
import type { Facts, Scene } from "./facts.ts";
import { SIGNATURE, videoSummary } from "./sentences.ts";
import { capital, clockTime, colourWord, listed } from "./words.ts";

/** A concept holds for a scene from this weight on. */
const HOLDS = 0.25;
const SOUND_CONCEPTS: readonly Concept[] = ["silence", "loud", "quiet", "tone", "noise", "speech", "sound"];
const NAMES: Partial<Record<Concept, string>> = {
  navy: "dark blue",
  bright: "a bright picture",
  dark: "a dark picture",
  colourful: "a colourful picture",
  plain: "a plain picture",
  detailed: "much detail",
  moving: "movement",
  still: "a still picture",
  loud: "loud sound",
  quiet: "quiet sound",
  tone: "tonal sound such as music",
  speech: "sound with the rhythm of speech",
};

/** Answers a prompt in prose: what it asks about first, as far as it was measured, then what the video is. */
export function answerQuestion(prompt: string, facts: Facts): string {
  const { weights, unknown } = meaningOf(prompt);
  const asked = CONCEPTS.filter((concept) => (weights[concept] ?? 0) >= 0.5 && concept !== "cuts");
  const sentences = asked.map((concept) => sentenceAbout(concept, facts));
  if ((weights.cuts ?? 0) > 0) sentences.unshift(cutSentence(facts));
  const cannot =
    sentences.length === 0 && unknown.length > 0 && prompt.includes("?")
      ? [
          "The local stand-in measures colours, light, movement, cuts and sound; it recognises no people, objects, words or actions.",
        ]
      : [];
  const summary = videoSummary(facts);
  return [...cannot, ...sentences, summary].join(" ").replace(` ${SIGNATURE}`, "").concat(` ${SIGNATURE}`);
}

function sentenceAbout(concept: Concept, facts: Facts): string {
  const name = NAMES[concept] ?? concept;
  const { sound } = facts.measured;
  if (SOUND_CONCEPTS.includes(concept) && isUnheard(sound)) {
    const verdict = {
      none: concept === "silence" ? "There is nothing to hear" : `No ${bare(name)}`,
      unknown: `Whether there is ${name} cannot be told`,
    }[sound === null ? "none" : "unknown"];
    return `${verdict}: the file has ${insteadOfSound(sound)}.`;
  }
  const holding = facts.chapters.filter((scene) => weightIn(scene, concept) >= HOLDS);
  if (holding.length === 0) return `No, the measurements show no ${bare(name)}.`;
  const times = listed(
    holding.map((scene) => `from ${clockTime(scene.startSec)} to ${clockTime(scene.endSec)}`),
  );
  const index = (COLOURS as readonly string[]).indexOf(concept);
  if (index < 0) return `Yes, ${name} ${times}.`;
  const share = Math.max(...holding.map(({ look }) => look.colours[index] ?? 0));
  return `Yes, ${colourWord(concept)} fills up to ${Math.round(share * 100)} % of the picture ${times}.`;
}

function weightIn({ look, heard }: Scene, concept: Concept): number {
  const picture = pictureConcepts(look)[concept] ?? 0;
  const sound = isUnheard(heard) ? 0 : (soundConcepts(heard)[concept] ?? 0);
  return Math.max(picture, sound);
}

function cutSentence({ measured, durationSec }: Facts): string {
  const cuts = (measured.picture?.cuts ?? []).filter(({ atSec }) => atSec < durationSec);
  if (cuts.length === 0) return "There is no cut.";
  const times = cuts.slice(0, 12).map(({ atSec }) => clockTime(atSec));
  return capital(
    `${cuts.length === 1 ? "there is 1 cut" : `there are ${cuts.length} cuts`}, at ${listed(times)}.`,
  );
}

/** Without its article, for "no …". */
function bare(name: string): string {
  return name.replace(/^an? /, "");
}

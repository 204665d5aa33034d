import { isUnheard } from "../media/unheard.ts";
import { mainSound } from "../scenes/heard.ts";
import type { Highlight } from "../scenes/highlights.ts";
import { rankedColours } from "../scenes/look.ts";
import { type Facts, type Scene, sceneAt } from "./facts.ts";
import {
  capital,
  clockTime,
  colourWord,
  lightWord,
  listed,
  mainColours,
  motionWord,
  pictureName,
  shortSoundWord,
  soundSentence,
  withArticle,
} from "./words.ts";

/** Every answer says whose it is. */
export const SIGNATURE = "(Measured by the local stand-in, not by Pegasus.)";
export const SIGNATURE_TOPIC = "local stand-in";

export function videoTitle({ chapters, whole }: Facts): string {
  const names = distinct(chapters.map(({ look }) => pictureName(look)));
  const [first = "picture", last = first] = [names[0], names.at(-1)];
  if (names.length > 3)
    return `${chapters.length} scenes, from ${withArticle(first)} to ${withArticle(last)}`;
  if (names.length > 1) return capital(names.join(", then "));
  if (chapters.length > 1) return `${capital(first)} in ${chapters.length} scenes`;
  return `${capital(first)}${titleEnding(whole)}`;
}

export function chapterTitle({ look, heard }: Scene): string {
  const sound = isUnheard(heard) ? "silence" : mainSound(heard);
  return `${capital(pictureName(look))}${sound === "silence" ? "" : ` with ${shortSoundWord(sound)}`}`;
}

export function chapterSummary(facts: Facts, scene: Scene): string {
  const { startSec, endSec, look } = scene;
  return `From ${clockTime(startSec)} to ${clockTime(endSec)} ${pictureSentence(scene)}, and ${motionWord(look)}. ${soundSentence(facts.measured.sound, scene)}`;
}

export function videoSummary(facts: Facts): string {
  const { durationSec, chapters, whole, width, height } = facts;
  const length = `The video is ${clockTime(durationSec)} long (${width}×${height})`;
  const course =
    chapters.length === 1
      ? `It is one scene: ${pictureSentence(whole)}, and ${motionWord(whole.look)}.`
      : `It has ${chapters.length} scenes: ${listed(chapters.map((scene) => `${withArticle(pictureName(scene.look))} from ${clockTime(scene.startSec)} to ${clockTime(scene.endSec)}`))}.`;
  return `${length}. ${course} ${soundSentence(facts.measured.sound, whole)} ${SIGNATURE}`;
}

export function highlightTitle(facts: Facts, highlight: Highlight): string {
  const name = pictureName(sceneAt(facts.measured, highlight).look);
  return {
    cut: `The picture changes to ${withArticle(name)}`,
    movement: `Movement in ${withArticle(name)}`,
    loud: "The sound is loudest",
    "sound begins": "Sound begins after silence",
  }[highlight.reason];
}

export function highlightSummary(facts: Facts, highlight: Highlight): string {
  return `${highlightTitle(facts, highlight)} at ${clockTime(highlight.startSec)}.`;
}

export function videoTopics(facts: Facts): string[] {
  const { whole, chapters } = facts;
  const many = chapters.length === 1 && pictureName(whole.look) === "picture of many colours";
  const colours = distinct([
    ...chapters.flatMap(({ look }) => mainColours(look).slice(0, 1)),
    ...mainColours(whole.look),
  ]);
  const light = lightWord(whole.look);
  return distinct([
    ...(many ? ["many colours"] : colours.slice(0, 6)),
    ...(light === "medium bright" ? [] : [`${light} picture`]),
    ...(chapters.length > 1 ? ["scene changes"] : []),
    whole.look.motion < 0.004 ? "still picture" : "movement",
    ...soundTopics(whole),
    SIGNATURE_TOPIC,
  ]);
}

/** "#blue", "#darkblue", "#localstandin". */
export function videoHashtags(facts: Facts): string[] {
  return distinct(videoTopics(facts).map((topic) => `#${topic.toLowerCase().replace(/[^a-z0-9]/g, "")}`));
}

/** "the picture is a plain blue screen" */
export function pictureSentence({ look }: Scene): string {
  const name = pictureName(look);
  const minor = rankedColours(look)
    .slice(1, 3)
    .filter(({ share }) => share >= 0.07)
    .map(({ colour }) => colourWord(colour))
    .filter((colour) => !name.includes(colour));
  const light = lightWord(look);
  const darkness = light === "medium bright" || /black|white|dark/.test(name) ? "" : `, ${light}`;
  const some = minor.length > 0 && name !== "picture of many colours" ? ` with some ${listed(minor)}` : "";
  const subject = / screen$/.test(name) ? "the picture is" : "there is";
  return `${subject} ${withArticle(name)}${some}${darkness}`;
}

function soundTopics({ heard }: Scene): string[] {
  if (isUnheard(heard)) return [heard === null ? "no audio track" : "undecodable audio track"];
  const kinds = Object.entries(heard.shares).filter(
    ([kind, share]) => share > 0.05 && kind !== "mixed sound",
  );
  const names = kinds
    .sort((a, b) => b[1] - a[1])
    .map(([kind]) => (kind === "speech rhythm" ? "speech-like sound" : kind));
  return names.length > 0 ? names : ["sound"];
}

/** " with movement and a steady tone", " in silence". */
function titleEnding({ look, heard }: Scene): string {
  const kind = isUnheard(heard) ? null : mainSound(heard);
  const has = [
    ...(look.motion >= 0.02 ? ["movement"] : []),
    ...(kind === null || kind === "silence" ? [] : [shortSoundWord(kind)]),
  ];
  const silent = heard === null ? " without an audio track" : kind === "silence" ? " in silence" : "";
  return `${has.length > 0 ? ` with ${listed(has)}` : ""}${silent}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

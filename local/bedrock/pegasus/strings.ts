import { fitsPattern } from "./fits-pattern.ts";
import { asksUnmeasured, says } from "./name-words.ts";
import { samplePattern } from "./sample-pattern.ts";
import type { Scope } from "./scope.ts";
import {
  chapterSummary,
  chapterTitle,
  highlightSummary,
  highlightTitle,
  SIGNATURE_TOPIC,
  videoHashtags,
  videoSummary,
  videoTitle,
  videoTopics,
} from "./sentences.ts";
import { clockTime, lightWord, mainColours, motionWord, soundName } from "./words.ts";

export const NOT_MEASURED = "not measured by the local stand-in";

/** The text that a property of this name should hold. */
export function stringFor(words: readonly string[], scope: Scope): string {
  const { facts, scene, kind } = scope;
  if (says(words, "start begin from")) return clockTime(scene.startSec);
  if (says(words, "end finish until")) return clockTime(scene.endSec);
  if (says(words, "timestamp timecode time")) return clockTime(scene.startSec);
  if (says(words, "duration length")) return clockTime(scene.endSec - scene.startSec);
  if (says(words, "hashtag tag")) return videoHashtags(facts)[0] ?? "";
  if (says(words, "topic keyword theme subject")) return videoTopics(facts)[0] ?? "";
  if (says(words, "colour color hue")) return mainColours(scene.look)[0] ?? NOT_MEASURED;
  if (says(words, "light lighting brightness mood atmosphere")) return lightWord(scene.look);
  if (says(words, "motion movement pace")) return motionWord(scene.look);
  if (says(words, "sound audio music")) return soundName(scene.heard);
  if (asksUnmeasured(words)) return NOT_MEASURED;
  if (says(words, "title headline heading name")) return titleOf(scope);
  if (says(words, SUMMARY_WORDS) || kind === "video") return summaryOf(scope);
  return says(words, "type category class genre label") ? NOT_MEASURED : summaryOf(scope);
}

const SUMMARY_WORDS =
  "summary description overview abstract text narrative explanation detail content message answer response result caption reason observation analysis note visual picture";

/** Makes a text fit `format` and `pattern`, by the first form of it that does, or by one made for the pattern. */
export function fitString(text: string, format: unknown, pattern: unknown, scope: Scope): string {
  const { startSec, endSec } = scope.scene;
  const formatted = {
    "date-time": "1970-01-01T00:00:00Z",
    date: "1970-01-01",
    time: `${isoTime(startSec)}Z`,
    uuid: `00000000-0000-4000-8000-${String(scope.index).padStart(12, "0")}`,
  }[String(format)];
  const wish = formatted ?? text;
  if (typeof pattern !== "string") return wish;
  const lower = wish.toLowerCase();
  const seconds = wish === clockTime(endSec) ? endSec : startSec;
  const forms = [
    wish,
    lower,
    isoTime(seconds),
    `${isoTime(seconds)}.000`,
    isoTime(seconds).slice(3),
    String(Math.round(seconds)),
    `#${lower.replace(/[^a-z0-9]/g, "")}`,
    lower.replace(/[^a-z0-9]+/g, "-"),
    lower.replace(/[^a-z0-9]+/g, "_"),
    lower.replace(/[^a-z]/g, ""),
    SIGNATURE_TOPIC,
    "",
  ];
  return forms.find((form) => fitsPattern(pattern, form)) ?? samplePattern(pattern) ?? wish;
}

/** "00:01:05" */
export function isoTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function titleOf({ facts, scene, kind, highlight }: Scope): string {
  if (kind === "video") return videoTitle(facts);
  return highlight === undefined ? chapterTitle(scene) : highlightTitle(facts, highlight);
}

function summaryOf({ facts, scene, kind, highlight }: Scope): string {
  if (kind === "video") return videoSummary(facts);
  return highlight === undefined ? chapterSummary(facts, scene) : highlightSummary(facts, highlight);
}

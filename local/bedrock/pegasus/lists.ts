import { isObject, type JsonObject } from "../shape.ts";
import { sceneAt } from "./facts.ts";
import { asksUnmeasured, nameWords, says } from "./name-words.ts";
import type { Scope } from "./scope.ts";
import { videoHashtags, videoTopics } from "./sentences.ts";
import { mainColours, soundName } from "./words.ts";

/** One item of a list: a text, or a stretch of the video to describe. */
export type ListItem = { readonly text: string } | { readonly scope: Scope };

/** A list of what nobody measured: texts are written, shown or said, and none of them was read or understood. */
export const isUnmeasuredList = (words: readonly string[]) => asksUnmeasured(words) || says(words, "text");

/** The items that a list of this name should hold. */
export function listFor(words: readonly string[], items: JsonObject, scope: Scope): ListItem[] {
  const texts = (values: readonly string[]) => values.map((text) => ({ text }));
  if (says(words, "hashtag tag")) return texts(videoHashtags(scope.facts));
  if (says(words, "topic keyword theme subject category label concept"))
    return texts(videoTopics(scope.facts));
  if (says(words, "colour color palette hue")) return texts(mainColours(scope.scene.look));
  if (says(words, "highlight moment event")) return highlights(scope);
  if (says(words, "cut transition")) return cuts(scope);
  if (isUnmeasuredList(words)) return [];
  if (says(words, "chapter scene segment section shot part timeline")) return chapters(scope);
  if (says(words, "sound audio")) return texts([soundName(scope.scene.heard)]);
  if (words.length > 0 && !isTimed(items)) return [];
  return isTimed(items) ? chapters(scope) : texts(videoTopics(scope.facts));
}

/** Chapters of the video; inside one chapter, that chapter alone. */
function chapters(scope: Scope): ListItem[] {
  if (scope.kind !== "video") return [{ scope }];
  return scope.facts.chapters.map((scene, index) => ({
    scope: { facts: scope.facts, scene, kind: "chapter", index },
  }));
}

function highlights({ facts, scene }: Scope): ListItem[] {
  return facts.highlights
    .filter(({ startSec }) => startSec >= scene.startSec && startSec < scene.endSec)
    .map((highlight, index) => ({
      scope: {
        facts,
        scene: sceneAt(facts.measured, highlight),
        kind: "highlight",
        highlight,
        index,
      },
    }));
}

function cuts({ facts, scene }: Scope): ListItem[] {
  return (facts.measured.picture?.cuts ?? [])
    .filter(({ atSec }) => atSec > scene.startSec && atSec < scene.endSec)
    .map(({ atSec }, index) => ({
      scope: {
        facts,
        scene: sceneAt(facts.measured, { startSec: atSec, endSec: Math.min(facts.durationSec, atSec + 1) }),
        kind: "chapter",
        index,
      },
    }));
}

function isTimed(items: JsonObject): boolean {
  const properties = isObject(items["properties"]) ? Object.keys(items["properties"]).map(nameWords) : [];
  return properties.some((words) => says(words, "start begin from timestamp time"));
}

import type { Concept, Weights } from "../concepts/concepts.ts";
import { pictureConcepts, soundConcepts } from "../concepts/measured.ts";
import { meaningOf } from "../concepts/words.ts";
import { isUnheard } from "../media/unheard.ts";
import type { JsonObject } from "../shape.ts";
import type { Scene } from "./facts.ts";
import { says } from "./name-words.ts";
import type { Scope } from "./scope.ts";

/** The number that a property of this name should hold; 0 when nothing measured fits. Times are in seconds. */
export function numberFor(words: readonly string[], scope: Scope, highest = 1): number {
  const { facts, scene } = scope;
  const { measured, chapters, highlights } = facts;
  if (says(words, "count number num total")) {
    if (says(words, "cut shot transition")) return measured.picture?.cuts.length ?? 0;
    if (says(words, "chapter scene segment section")) return chapters.length;
    return says(words, "highlight moment") ? highlights.length : 0;
  }
  if (says(words, "start begin from")) return scene.startSec;
  if (says(words, "end finish until to")) return scene.endSec;
  if (says(words, "duration length")) return scene.endSec - scene.startSec;
  if (says(words, "time timestamp at second sec offset")) return scene.startSec;
  if (says(words, "index order rank position chapter id")) return scope.index + 1;
  if (says(words, "width")) return facts.width;
  if (says(words, "height")) return facts.height;
  if (says(words, "loudness volume db")) return loudnessOf(scene);
  if (says(words, "brightness light lightness")) return scene.look.light * highest;
  if (says(words, "contrast")) return scene.look.contrast * highest;
  if (says(words, "saturation")) return scene.look.saturation * highest;
  if (says(words, "motion movement")) return scene.look.motion * highest;
  if (says(words, "confidence score probability relevance importance strength")) {
    return (scope.highlight?.strength ?? 0.5) * highest;
  }
  return weightOf(words, scope) * highest;
}

/** Whether what the name says holds for the scene: `hasAudio`, `isDark`, `containsBlue` … False when not measured. */
export function booleanFor(words: readonly string[], scope: Scope): boolean {
  const { heard } = scope.scene;
  if (heard === "undecodable") return asksForTrack(words) || weightOf(words, scope) >= 0.25;
  if (says(words, "audio sound") && !says(words, "silent silence mute")) {
    return heard !== null && heard.shares.silence < 0.95;
  }
  if (says(words, "silent silence mute")) return heard === null || heard.shares.silence > 0.95;
  return weightOf(words, scope) >= 0.25;
}

/** Whether a name asks for nothing but the track itself: all that is known of an undecodable one is that it is there. */
function asksForTrack(words: readonly string[]): boolean {
  const ofTrack = "has have contain with audio track stream present available";
  return says(words, "audio") && words.every((word) => says([word], ofTrack));
}

function loudnessOf({ heard }: Scene): number {
  // -91 stands for silence, which nobody may say of a track that was not decoded.
  return heard === "undecodable" ? 0 : (heard?.loudnessDb ?? -91);
}

/** How much the concepts of a name hold, 0 to 1. */
export function weightOf(words: readonly string[], { scene }: Scope): number {
  const holds: Weights = {
    ...pictureConcepts(scene.look),
    ...soundWeights(scene),
  };
  const asked = Object.entries(meaningOf(words.join(" ")).weights).filter(([, weight]) => weight >= 0.5);
  return Math.max(0, ...asked.map(([concept, weight]) => weight * (holds[concept as Concept] ?? 0)));
}

function soundWeights({ heard }: Scene): Weights {
  if (!isUnheard(heard)) return soundConcepts(heard);
  return heard === null ? { silence: 1 } : {};
}

/** Keeps a number within the bounds of its schema; integers stay integers. */
export function fitNumber(value: number, schema: JsonObject): number {
  const whole = schema["type"] === "integer";
  const step = whole ? 1 : 1e-6;
  const bound = (key: string, shift: number) =>
    typeof schema[key] === "number" ? [(schema[key] as number) + shift] : [];
  const low = Math.max(Number.NEGATIVE_INFINITY, ...bound("minimum", 0), ...bound("exclusiveMinimum", step));
  const high = Math.min(
    Number.POSITIVE_INFINITY,
    ...bound("maximum", 0),
    ...bound("exclusiveMaximum", -step),
  );
  const rounded = whole ? Math.round(value) : Math.round(value * 1000) / 1000;
  const inside = Math.min(high, Math.max(low, rounded));
  if (!whole) return inside;
  return Math.ceil(low) <= inside ? Math.floor(inside) : Math.ceil(inside);
}

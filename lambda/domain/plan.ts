import type { Reason, Step } from "../contracts/reason.ts";
import type { Part, Plan } from "../contracts/workflow.ts";
import type { EmbeddingModel } from "../models.ts";
import { reasonOf } from "./errors.ts";
import type { Violation } from "./media-limits.ts";

/** A model in one step of the run, and the limits of it that a file does not keep. */
export interface Fit {
  readonly step: Step;
  readonly name: string;
  readonly violations: readonly Violation[];
}

/** What a model does with the video: all of it, or nothing and the reason for it. */
export function planOf({ step, name, violations }: Fit, part: Part): Plan {
  const [first] = violations;
  return first
    ? { parts: [], reason: reasonOf(first.code, `${first.fact}; ${name} takes ${first.rule}.`, step) }
    : { parts: [part], reason: null };
}

/** The reason when neither model takes the file: a limit that both have, if there is one. Undefined when one takes it. */
export function rejection(one: Fit, other: Fit): Reason | undefined {
  const [first] = one.violations;
  if (!first || other.violations.length === 0) return undefined;
  for (const mine of one.violations) {
    const theirs = other.violations.find(({ code }) => code === mine.code);
    if (!theirs) continue;
    const takes =
      mine.rule === theirs.rule
        ? `${one.name} and ${other.name} take ${mine.rule}`
        : `${one.name} takes ${mine.rule}, ${other.name} ${theirs.rule}`;
    return reasonOf(mine.code, `${mine.fact}; ${takes}.`, "probe");
  }
  return reasonOf(first.code, `${first.fact}; ${one.name} takes ${first.rule}.`, "probe");
}

/** The reason for which nothing can be embedded although the file is sound; null when something can. */
export function nothingToEmbed(
  model: EmbeddingModel,
  options: readonly string[],
  hasAudio: boolean,
): Reason | null {
  if (hasAudio || options.some((option) => !model.audioOptions.includes(option))) return null;
  const asked = options.join(" and ");
  return reasonOf(
    "CONFIG",
    `The video has no sound, and nothing but ${asked} is configured to be embedded.`,
    "embed",
  );
}

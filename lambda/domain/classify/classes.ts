import type { EmbeddingModel, SearchOption } from "../../models/model.ts";
import { WORD_OPTIONS } from "../search/options.ts";

/** What a video may be about, told by prompts. */
export interface VideoClass {
  readonly name: string;
  /** Distinct. */
  readonly prompts: readonly string[];
  /** Where the prompts are looked for, each once. */
  readonly options: readonly SearchOption[];
  /** `exact_match` compares what is said by its words alone. */
  readonly conversation: "semantic" | "exact_match";
}

/** Least values with which a clip, and a class of a video, count. What equals them passes. */
export interface Thresholds {
  /** Score of a clip, 0 to 100. */
  readonly minClipScore: number;
  /** Score of a class, 0 to 100. */
  readonly minVideoScore: number;
  /** Share of the video that the clips of a class cover, 0 to 1. */
  readonly minDurationRatio: number;
}

/**
 * The embedding option whose vectors answer the prompts for a search option; undefined where words alone do. A picture
 * that is like the name of a brand does not show the brand: `text_in_video` and `logo` are words only.
 */
export function embeddingOptionOf(
  { conversation }: VideoClass,
  option: SearchOption,
  { textSearch }: Pick<EmbeddingModel, "textSearch">,
): string | undefined {
  if (option === "text_in_video" || option === "logo") return undefined;
  if (option === "conversation" && conversation === "exact_match") return undefined;
  return textSearch[option];
}

/** The distinct prompts that are compared with the vectors of each embedding option. */
export function promptsToEmbed(
  classes: readonly VideoClass[],
  model: Pick<EmbeddingModel, "textSearch">,
): ReadonlyMap<string, readonly string[]> {
  const prompts = new Map<string, Set<string>>();
  for (const videoClass of classes) {
    for (const option of videoClass.options) {
      const embedded = embeddingOptionOf(videoClass, option, model);
      if (embedded === undefined) continue;
      prompts.set(embedded, new Set([...(prompts.get(embedded) ?? []), ...videoClass.prompts]));
    }
  }
  return new Map([...prompts].map(([option, texts]) => [option, [...texts]]));
}

/** Whether any class is looked for in what is read, shown or said. */
export const needsWords = (classes: readonly VideoClass[]) =>
  classes.some(({ options }) => options.some((option) => WORD_OPTIONS.includes(option)));

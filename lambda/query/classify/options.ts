import { ApiError } from "../../contracts/api/error.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import type { VideoClass } from "../../domain/classify/classes.ts";
import { hasOption, WORD_OPTIONS } from "../../domain/search/options.ts";
import type { ClassifyPorts } from "./ports.ts";

/**
 * Speech, writing and logos have their words where the deployment stores no embedding for them; the other options do not.
 * @throws ApiError `search_option_not_supported` for what the deployment does not embed, or an index was made without
 */
export function checkOptions(
  { model, embeddingOptions }: Pick<ClassifyPorts, "model" | "embeddingOptions">,
  classes: readonly VideoClass[],
  indexes: readonly IndexItem[],
): void {
  for (const option of new Set(classes.flatMap(({ options }) => options))) {
    if (!WORD_OPTIONS.includes(option) && !embeddingOptions.includes(model.textSearch[option]))
      throw refused(option, "is not embedded in this deployment");
    const index = indexes.find(({ engines }) => !hasOption(engines, option));
    if (index !== undefined) throw refused(option, `is none of the index with id '${index.indexId}'`);
  }
}

const refused = (option: string, why: string) =>
  new ApiError("search_option_not_supported", `The option ${option} ${why}.`);

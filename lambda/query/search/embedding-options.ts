import { ApiError } from "../../contracts/api/error.ts";
import type { SearchQuestion } from "../../contracts/api/search.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { hasOption, WORD_OPTIONS } from "../../domain/search/options.ts";
import type { SearchOption } from "../../models/model.ts";
import type { EmbeddingModel } from "../../models.ts";

/** Options that are answered by words that were read or seen: nothing but a text can be compared with them. */
const READ: readonly SearchOption[] = ["text_in_video", "logo"];

/** The embedding option whose segments a search option is compared with. */
export function embeddingOptionOf(
  model: EmbeddingModel,
  question: SearchQuestion,
  option: SearchOption,
): string {
  // Marengo 2.7 keeps pictures in two spaces: one for texts, one for images.
  return option === "visual" && question.text === undefined ? model.imageSearch : model.textSearch[option];
}

/** Whether an option is compared with segments at all: speech may be asked for by its words alone. */
export const needsVector = ({ speech }: SearchQuestion, option: SearchOption) =>
  option !== "conversation" || speech.byMeaning;

/**
 * Refuses options that this query, this index or this deployment has no answer for.
 * @param stored embedding options that the deployment stores
 * @throws ApiError `search_option_not_supported` that names the option
 */
export function checkOptions(
  model: EmbeddingModel,
  stored: readonly string[],
  question: SearchQuestion,
  { engines }: IndexItem,
): void {
  const { text, clip, options } = question;
  for (const option of options) {
    const isWordless =
      text === undefined &&
      (clip === undefined ? option !== "visual" : READ.includes(option) || !needsVector(question, option));
    if (isWordless) throw refused(option, "needs a text to search for");
    if (!hasOption(engines, option)) throw refused(option, "is not among those that the index was made with");
    const isStored = stored.includes(embeddingOptionOf(model, question, option));
    // What was read or said can still be found by its words.
    if (!isStored && !(text !== undefined && WORD_OPTIONS.includes(option)))
      throw refused(option, "is not embedded in this deployment");
  }
}

const refused = (option: SearchOption, why: string) =>
  new ApiError("search_option_not_supported", `The search option ${option} ${why}.`);

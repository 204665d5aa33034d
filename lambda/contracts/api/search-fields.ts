import * as z from "zod";
import { SEARCH_OPTIONS } from "../../models/model.ts";

/** v1.3 calls speech `transcription`. */
const Option = z.preprocess(
  (name) => (name === "transcription" ? "conversation" : name),
  z.enum(SEARCH_OPTIONS, { error: `use some of ${SEARCH_OPTIONS.join(", ")}` }),
);

export const SearchOptions = z.array(Option).min(1, { error: "name one at least" });

export const SearchText = z
  .string({ error: "it must be a text" })
  .refine((text) => text.trim() !== "", { error: "it is empty" });

/** How speech is searched in v1.2, and in v1.3. */
export const ConversationOption = z.enum(["semantic", "exact_match"]);
export const TranscriptionOptions = z.array(z.enum(["lexical", "semantic"])).min(1);

/** Whether speech is searched by its meaning, by its words, or by both, which is the default. */
export interface Speech {
  readonly byMeaning: boolean;
  readonly byWords: boolean;
}

export const speechOf = (
  v12: z.infer<typeof ConversationOption> | undefined,
  v13: z.infer<typeof TranscriptionOptions> | undefined,
): Speech => ({
  byMeaning: v12 !== "exact_match" && (v13?.includes("semantic") ?? true),
  byWords: v12 === "exact_match" || (v13?.includes("lexical") ?? true),
});

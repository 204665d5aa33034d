import { ANSWER_FIELDS, type AnswerField } from "../../contracts/analysis.ts";
import { FIELD_PROMPTS, GENERAL_PROMPT } from "./texts.ts";

/**
 * Part of every result's identity: a change of any text, field or order below is a new version, so that results made
 * with older prompts are told apart and made anew only on request.
 */
export const PROMPT_PACK_VERSION = "2";

/** One call to Pegasus: what it asks for. */
export interface AnalysisRequest {
  readonly name: "whole" | "gist" | "summary" | "timeline";
  readonly fields: readonly AnswerField[];
}

/** Everything at once: each call bills the whole video again. */
export const WHOLE_REQUEST: AnalysisRequest = { name: "whole", fields: ANSWER_FIELDS };

/**
 * What is asked instead when the whole answer was cut. Together they ask for every field once. There are three, because
 * each bills the whole video again: a list that can grow long stands last, behind what must not be cut with it.
 */
export const SMALLER_REQUESTS: readonly AnalysisRequest[] = [
  { name: "gist", fields: ["title", "topics", "hashtags", "logos", "onScreenText"] },
  { name: "summary", fields: ["summary", "speech"] },
  { name: "timeline", fields: ["chapters", "highlights"] },
];

/**
 * The text of a request. Nothing of the uploaded file enters it: neither its name nor its metadata.
 * @param extraPrompt the owner's own wishes from the configuration; empty for none
 */
export function promptFor({ fields }: AnalysisRequest, extraPrompt: string): string {
  const asked = fields.map((field) => `- ${field}: ${FIELD_PROMPTS[field]}`);
  const lines = [GENERAL_PROMPT, "Give these fields:", ...asked];
  if (extraPrompt.trim() !== "")
    lines.push("Also follow these wishes of the library's owner:", extraPrompt.trim());
  return lines.join("\n");
}

/** One token has about four letters of English, and about one sign of Chinese, which has three bytes. */
const BYTES_PER_TOKEN = 3;

/** A cautious guess at the tokens of a text: rather too many than too few. */
export function estimateTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).byteLength / BYTES_PER_TOKEN);
}

import type { Json } from "./recording.ts";

export type JsonObject = { readonly [field: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What an answer lists; undefined for one that is no list. */
export function listed(answer: Json): readonly Json[] | undefined {
  const data = isObject(answer) ? answer["data"] : undefined;
  return Array.isArray(data) ? data : undefined;
}

/** The token of the next page; undefined on the last page, where it is absent or empty. */
export function nextPageToken(answer: Json): string | undefined {
  const pageInfo = isObject(answer) ? answer["page_info"] : undefined;
  const token = isObject(pageInfo) ? pageInfo["next_page_token"] : undefined;
  return typeof token === "string" && token !== "" ? token : undefined;
}

/** The text of an error; empty for another answer. */
export function errorMessage(answer: Json): string {
  const message = isObject(answer) ? answer["message"] : undefined;
  return typeof message === "string" ? message : "";
}

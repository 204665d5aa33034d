import * as z from "zod";
import { validationError } from "./errors.ts";

/** The fields of a request that pages. */
export const pageFields = {
  Limit: z.number().int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
};

const DEFAULT_LIMIT = 100;

/** The items that a request asks for, and the token of the next request when there are more. */
export function nextPage<T>(
  all: readonly T[],
  { Limit = DEFAULT_LIMIT, NextToken }: { Limit?: number | undefined; NextToken?: string | undefined },
): { items: readonly T[]; NextToken?: string } {
  const from = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64url").toString());
  if (!Number.isInteger(from) || from < 0) throw validationError("The next token is not valid.");
  const end = from + Limit;
  const items = all.slice(from, end);
  return end < all.length ? { items, NextToken: Buffer.from(String(end)).toString("base64url") } : { items };
}

import * as z from "zod";

/** Half a sign is no text in UTF-8, which is what the table takes. */
export const StorableText = z.string().regex(/^\P{Surrogate}*$/u, { error: "it holds half a sign" });

/** Least magnitude of a number that DynamoDB holds, beside zero. */
const LEAST_NUMBER = 1e-130;

/** Numbers that are the same when they are read again. */
export const StorableNumber = z
  .number()
  .refine(
    (value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER && (value === 0 || Math.abs(value) >= LEAST_NUMBER),
    { error: "it is too large or too small a number" },
  );

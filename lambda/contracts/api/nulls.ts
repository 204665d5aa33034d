import * as z from "zod";

/** Clients write null for what they leave out, such as Python's `None`: a field with it counts as not given. */
export const withoutNulls = <T extends z.ZodType>(schema: T) => z.preprocess(givenFields, schema);

function givenFields(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

import * as z from "zod";

/** CloudFormation takes numbers and booleans as text, too. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

/** A nested property that changes nothing locally; the call gives the reason for the reader. */
export const noLocalEffect = (_reason: string) => z.unknown().optional();

/** An object or the same as JSON text. */
export const jsonObject = z.union([
  z.record(z.string(), z.unknown()),
  z.string().transform((text, context) => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    } catch {
      context.addIssue("must be a JSON object");
      return z.NEVER;
    }
  }),
]);

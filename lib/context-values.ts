import * as z from "zod";

/**
 * Parsers for values of the CDK context. `-c name=value` on the command line gives text, cdk.json gives JSON values:
 * both mean the same.
 */

/** Text that reads as a number becomes one; anything else is left for the schema to refuse. */
export function contextNumber<Schema extends z.ZodNumber>(schema: Schema) {
  return z.preprocess((value) => {
    const isNumeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    return isNumeric ? Number(value) : value;
  }, schema);
}

export const contextInteger = (min: number, max: number) => contextNumber(z.int().min(min).max(max));

/** `true` or `false`: no `1`, `yes` or empty text, which people read in different ways. */
export const contextBoolean = () =>
  z.preprocess((value) => (value === "true" ? true : value === "false" ? false : value), z.boolean());

/** `visual,audio` or `["visual", "audio"]`. */
export const contextList = (element = z.string().min(1)) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
    z.array(element).min(1),
  );

import * as z from "zod";

/** Values of a form are texts where those of JSON have types: both are read the same. */

/** A number, or a text that is one. */
export const formNumber = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), schema);

export const formBoolean = z.preprocess(
  (value) => (value === "true" ? true : value === "false" ? false : value),
  z.boolean(),
);

/** A list, or its only element; a text that begins like a JSON list is read as one. */
export const formList = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    const read = formJson(value, "[");
    return Array.isArray(read) || read === undefined ? read : [read];
  }, schema);

/** An object, or JSON text of one. */
export const formObject = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => formJson(value, "{"), schema);

/** The value that a text holds when it begins with this bracket; what is no JSON stays as it is, for the schema to refuse. */
function formJson(value: unknown, bracket: string): unknown {
  if (typeof value !== "string" || !value.trimStart().startsWith(bracket)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

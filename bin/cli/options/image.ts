import { readFile, stat } from "node:fs/promises";
import { usageError } from "../failure.ts";

/** The API takes bodies of 6 MB, in which an image is a third longer than its file. */
const MAX_IMAGE_BYTES = 4_000_000;

/** An image for the API: an address, or the bytes of a file in base64. */
export type GivenImage = { readonly url: string } | { readonly base64: string };

/** @throws CliError for a file that is not there, no file, or too large */
export async function imageOf(text: string): Promise<GivenImage> {
  if (/^(https?|s3):\/\//i.test(text)) return { url: text };
  const info = await stat(text).catch(() => undefined);
  if (info === undefined) throw usageError(`${text} is not there.`);
  if (!info.isFile()) throw usageError(`${text} is no file.`);
  if (info.size > MAX_IMAGE_BYTES)
    throw usageError(`${text} has ${info.size} bytes; an image may have ${MAX_IMAGE_BYTES}.`);
  return { base64: (await readFile(text)).toString("base64") };
}

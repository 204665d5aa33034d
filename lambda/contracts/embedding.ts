import * as z from "zod";
import type { MediaSource } from "./media-source.ts";
import { describeIssues, UnexpectedShape } from "./unexpected-shape.ts";

/** What Marengo is asked to embed of one video. */
export interface VideoEmbeddingQuestion {
  readonly media: MediaSource;
  /** Words of the model's `embeddingOptions`, at least one. */
  readonly options: readonly string[];
  /** Words of the model's `scopes`, at least one. */
  readonly scopes: readonly string[];
  /** Where to begin, seconds. */
  readonly startSec: number;
  /** Where to end, seconds; left out for the end of the video, which the model measures better than a file states it. */
  readonly endSec?: number;
}

/** One item of a model's output for a video, as it came: not yet of unit length, times not yet clamped. */
export interface OutputItem {
  readonly embedding: readonly number[];
  readonly option: string;
  readonly scope: string;
  readonly startSec: number;
  readonly endSec: number;
}

/** What an output item of one model must look like. */
export interface OutputShape {
  readonly dimension: number;
  readonly options: readonly string[];
  readonly scopes: readonly string[];
}

/** A scope is absent in the output of models without scopes. */
const DEFAULT_SCOPE = "clip";

const Fields = z.object({
  // Working callers of the service differ: some get the word, some a list of one word.
  embeddingOption: z.union([z.string(), z.array(z.string()).length(1)]).transform((option) => String(option)),
  embeddingScope: z
    .union([z.string(), z.array(z.string()).length(1)])
    .nullish()
    .transform((scope) => (scope ? String(scope) : DEFAULT_SCOPE)),
  startSec: z.number(),
  endSec: z.number().optional(),
  /** A misspelling that stands in the pages of Marengo 2.7. */
  endsec: z.number().optional(),
});

/**
 * One item of `output.json`. Loud where a wrong shape would corrupt the results: a video's items without option or
 * times, unknown options, and vectors that cannot be compared.
 * @throws UnexpectedShape
 */
export function parseOutputItem(item: unknown, shape: OutputShape): OutputItem {
  const parsed = Fields.safeParse(item);
  if (!parsed.success) throw new UnexpectedShape(`output item: ${describeIssues(parsed.error)}`);
  const {
    embeddingOption: option,
    embeddingScope: scope,
    startSec,
    endSec = parsed.data.endsec,
  } = parsed.data;
  if (!shape.options.includes(option)) throw new UnexpectedShape("output item: unknown embedding option");
  if (!shape.scopes.includes(scope)) throw new UnexpectedShape("output item: unknown embedding scope");
  if (endSec === undefined) throw new UnexpectedShape("output item: no end");
  return { embedding: parseEmbedding(embeddingIn(item), shape.dimension), option, scope, startSec, endSec };
}

/**
 * The embedding of a text or an image, which has no option and no times. `data` is a list of one, a single object, or
 * missing around the fields: the service's pages and its callers differ.
 * @throws UnexpectedShape
 */
export function parseEmbeddingResponse(body: unknown, dimension: number): readonly number[] {
  const data = isObject(body) && body["data"] !== undefined ? body["data"] : body;
  const items: readonly unknown[] = Array.isArray(data) ? data : [data];
  if (items.length !== 1)
    throw new UnexpectedShape(`embedding: ${items.length} of them where one was asked for`);
  return parseEmbedding(embeddingIn(items[0]), dimension);
}

/** @throws UnexpectedShape for a wrong length, anything but finite numbers, and the zero vector, which has no direction */
export function parseEmbedding(value: unknown, dimension: number): readonly number[] {
  if (!Array.isArray(value)) throw new UnexpectedShape("embedding: no list");
  const list: readonly unknown[] = value;
  if (list.length !== dimension)
    throw new UnexpectedShape(`embedding: ${list.length} numbers, expected ${dimension}`);
  let isZero = true;
  for (const number of list) {
    // Checked as the 32-bit floats they are stored as: a larger number would become infinite there.
    if (typeof number !== "number" || !Number.isFinite(Math.fround(number))) {
      throw new UnexpectedShape(`embedding: holds ${number === null ? "null" : `a bad ${typeof number}`}`);
    }
    if (Math.fround(number) !== 0) isZero = false;
  }
  if (isZero) throw new UnexpectedShape("embedding: all zeros");
  return list as readonly number[];
}

function embeddingIn(item: unknown): unknown {
  return isObject(item) ? item["embedding"] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { CompatError } from "./compat-error.ts";
import { PythonError } from "./python-tokens.ts";
import { type PythonValue, pythonValue } from "./python-value.ts";

const RecordingFile = z.object({
  request: z.object({
    method: z.string().transform((method) => method.toUpperCase()),
    endpoint: z.string(),
    /** What the program passed as body, as it is written there. */
    python_body: z.union([z.string(), z.record(z.string(), z.json())]).nullish(),
  }),
  status: z.int().min(100).max(599),
  response: z.json().optional(),
});

export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

/** One request that somebody made to the platform, and its answer. */
export interface Recording {
  readonly file: string;
  readonly method: string;
  /** As it was written down: it may have lost ids, or hold names of variables in braces. */
  readonly endpoint: string;
  readonly body: PythonValue | undefined;
  readonly status: number;
  readonly response: Json;
}

/**
 * The recordings of a folder in the order of their names.
 * @throws CompatError for a folder that cannot be read or has none, and for a file that is none
 */
export async function readRecordings(dir: string): Promise<Recording[]> {
  const names = await readdir(dir).catch(() => {
    throw new CompatError(
      `${dir} is no folder that can be read. Give the folder with the recorded exchanges.`,
    );
  });
  const files = names.filter((name) => name.endsWith(".json")).sort();
  if (files.length === 0) throw new CompatError(`${dir} has no recorded exchanges (*.json).`);
  return Promise.all(files.map(async (file) => readRecording(file, await readFile(join(dir, file), "utf8"))));
}

/** @throws CompatError for a text that is no recording */
export function readRecording(file: string, text: string): Recording {
  const parsed = RecordingFile.safeParse(jsonIn(file, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CompatError(`${file} is no recorded exchange: ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const { request, status, response = null } = parsed.data;
  const { method, endpoint, python_body } = request;
  return { file, method, endpoint, status, response, body: bodyIn(file, python_body) };
}

function jsonIn(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CompatError(`${file} is not valid JSON.`, { cause });
  }
}

function bodyIn(file: string, source: string | Record<string, Json> | null | undefined) {
  if (source === null || source === undefined) return undefined;
  if (typeof source !== "string") return source;
  if (source.trim() === "") return undefined;
  try {
    return pythonValue(source);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw new CompatError(`The body in ${file} cannot be read: ${error.message}.`, { cause: error });
  }
}

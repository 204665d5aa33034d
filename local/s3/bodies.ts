import { randomUUID } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Measure, MeasuredBody } from "./measured-body.ts";

/** A body on disk. */
export interface SavedBody extends Measure {
  /** Name for `Bodies`, chosen at random: no part of an object's key ever reaches the file system. */
  readonly file: string;
}

/** The files that hold bodies of objects and upload parts. A file is complete from the moment it has its name. */
export interface Bodies {
  /** Streams a body to disk. Nothing stays behind when it breaks off or is not what was declared. */
  save(body: MeasuredBody): Promise<SavedBody>;
  path(file: string): string;
  /** @throws the error of the file system, `ENOENT` when the file was removed meanwhile */
  open(file: string): Promise<FileHandle>;
  /** Never rejects: what cannot be removed now is swept at the next start. */
  remove(files: Iterable<string>): Promise<void>;
  /** Removes every file but these: what a killed process left behind. */
  sweep(keep: ReadonlySet<string>): Promise<void>;
}

/** Marks a file that is still being written. */
const PARTIAL = ".partial";

export function bodiesIn(folder: string): Bodies {
  const path = (file: string) => join(folder, file);
  const remove = async (files: Iterable<string>) => {
    for (const file of files) await rm(path(file), { force: true }).catch(() => {});
  };
  return {
    path,
    remove,
    open: (file) => open(path(file), "r"),
    async save(body) {
      const file = randomUUID();
      const partial = file + PARTIAL;
      try {
        const measure = await write(path(partial), body);
        await rename(path(partial), path(file));
        return { ...measure, file };
      } catch (error) {
        await remove([partial]);
        throw error;
      }
    },
    async sweep(keep) {
      await remove((await readdir(folder)).filter((file) => !keep.has(file)));
    },
  };
}

async function write(path: string, body: MeasuredBody): Promise<Measure> {
  const handle = await open(path, "wx");
  try {
    // Writes on where the last piece ended, and the whole piece, unlike `write`.
    for await (const piece of body.pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
  return body.finish();
}

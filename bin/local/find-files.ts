import { access, constants, readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { UsageError } from "./arguments.ts";

/** A file to put into the videos bucket. */
export interface GivenFile {
  /** As the person wrote it, or found below a folder that they wrote. */
  readonly path: string;
  /** What follows the index in the object key, with `/` between folders. */
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * All files behind the given paths: a folder stands for everything in it, but hidden files. What a file is, its bytes
 * will tell; its name says nothing.
 *
 * @throws UsageError for a path that is not there or cannot be read, an empty folder, and two files of one name
 */
export async function findFiles(paths: readonly string[]): Promise<GivenFile[]> {
  const found = new Map<string, GivenFile>();
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      const other = found.get(file.name);
      if (other !== undefined && resolve(other.path) !== resolve(file.path)) {
        throw new UsageError(
          `${other.path} and ${file.path} would both be called ${file.name}; give them one at a time.`,
        );
      }
      found.set(file.name, file);
    }
  }
  return [...found.values()];
}

async function filesAt(path: string): Promise<GivenFile[]> {
  const info = await readable(path);
  if (info.isFile()) return [{ path, name: basename(path), sizeBytes: info.size }];
  if (!info.isDirectory()) throw new UsageError(`${path} is neither a file nor a folder.`);
  const files = await filesBelow(path, path);
  if (files.length === 0) throw new UsageError(`${path} has no files in it.`);
  return files;
}

async function filesBelow(folder: string, top: string): Promise<GivenFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: GivenFile[] = [];
  for (const entry of visible) {
    const path = join(folder, entry.name);
    const info = await readable(path);
    // A link to a folder is not followed: it could lead back up.
    if (entry.isDirectory()) files.push(...(await filesBelow(path, top)));
    if (info.isFile())
      files.push({ path, name: relative(top, path).split(sep).join("/"), sizeBytes: info.size });
  }
  return files;
}

async function readable(path: string) {
  try {
    const info = await stat(path);
    await access(path, info.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    return info;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UsageError(missing ? `${path} is not there.` : `${path} cannot be read.`);
  }
}

import { access, constants, mkdir, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { openStore, type Store } from "../store.ts";
import { HostError } from "./host-error.ts";
import { systemSentence } from "./system-error.ts";

/**
 * Opens the folder that holds all state, and keeps other hosts out of it.
 * @throws `HostError` DATA_DIR_UNWRITABLE or DATA_DIR_LOCKED
 */
export async function openDataDir(dir: string): Promise<Store> {
  try {
    await makeFolder(dir);
    return await openStore(dir);
  } catch (error) {
    if (codes(error).includes("LEVEL_LOCKED")) {
      throw new HostError(
        "DATA_DIR_LOCKED",
        `${dir} is in use by another local host. Stop that one, or choose another data folder.`,
        { cause: error },
      );
    }
    const because = systemSentence(error) ?? (error instanceof Error ? error.message : String(error));
    throw new HostError("DATA_DIR_UNWRITABLE", `${dir} cannot be used as data folder: ${because}.`, {
      cause: error,
    });
  }
}

/**
 * Makes sure that the folder is there, can be written and belongs to no running host; with `fresh` it is empty then.
 * @throws `HostError` as `openDataDir`
 */
export async function prepareDataDir(dir: string, { fresh }: { readonly fresh: boolean }): Promise<void> {
  await (await openDataDir(dir)).close();
  if (!fresh) return;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
}

async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    // Below a read-only folder the recursive form says that nothing is there; the folder itself says why.
    await access(await nearestFolder(dir), constants.W_OK);
    throw error;
  }
  await access(dir, constants.R_OK | constants.W_OK);
}

async function nearestFolder(dir: string): Promise<string> {
  try {
    await access(dir);
    return dir;
  } catch {
    return nearestFolder(dirname(resolve(dir)));
  }
}

/** Codes of an error and of its causes, from the outside in. */
function codes(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null) return [];
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return [code, ...codes(cause)];
}

import { access, constants, mkdir } from "node:fs/promises";
import { openStore, type Store } from "../store.ts";
import { HostError } from "./host-error.ts";

/**
 * Opens the folder that holds all state, and keeps other hosts out of it.
 * @throws `HostError` DATA_DIR_UNWRITABLE or DATA_DIR_LOCKED
 */
export async function openDataDir(dir: string): Promise<Store> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.R_OK | constants.W_OK);
    return await openStore(dir);
  } catch (error) {
    if (codes(error).includes("LEVEL_LOCKED")) {
      throw new HostError(
        "DATA_DIR_LOCKED",
        `${dir} is in use by another local host. Stop that one, or choose another data folder.`,
        { cause: error },
      );
    }
    throw new HostError(
      "DATA_DIR_UNWRITABLE",
      `${dir} cannot be used as data folder: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Codes of an error and of its causes, from the outside in. */
function codes(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null) return [];
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return [code, ...codes(cause)];
}

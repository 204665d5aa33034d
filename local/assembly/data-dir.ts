import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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

/** Everything that a local host puts into its data folder. */
const CONTENTS = ["bedrock-inline", "cdk.out", "dynamodb", "logs", "objects", "records"];

/**
 * Makes sure that the folder is there, can be written and belongs to no running host; with `fresh` nothing of an earlier
 * host is left in it then. What else lies in the folder stays: a mistyped name must not cost a person their files.
 * @throws `HostError` as `openDataDir`; DATA_DIR_FOREIGN when `fresh` is asked for a folder that no host has used
 */
export async function prepareDataDir(dir: string, { fresh }: { readonly fresh: boolean }): Promise<void> {
  if (fresh) await refuseForeign(dir);
  await (await openDataDir(dir)).close();
  if (!fresh) return;
  for (const name of CONTENTS) await rm(join(dir, name), { recursive: true, force: true });
}

async function refuseForeign(dir: string): Promise<void> {
  // Whatever else is wrong with the folder, opening it will tell.
  const names = await readdir(dir).catch((): string[] => []);
  if (names.length === 0 || names.includes("records")) return;
  throw new HostError(
    "DATA_DIR_FOREIGN",
    `${dir} is no data folder but has files in it; --fresh would remove some. Choose another data folder.`,
  );
}

async function makeFolder(dir: string): Promise<void> {
  await makeMissing(resolve(dir));
  await access(dir, constants.R_OK | constants.W_OK);
}

/** One folder at a time: the recursive form of `mkdir` hides why it failed, and never ends below /proc. */
async function makeMissing(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(dir)).isDirectory()) return;
    if (code !== "ENOENT" || dirname(dir) === dir) throw error;
    await makeMissing(dirname(dir));
    await mkdir(dir);
  }
}

/** Codes of an error and of its causes, from the outside in. */
function codes(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null) return [];
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return [code, ...codes(cause)];
}

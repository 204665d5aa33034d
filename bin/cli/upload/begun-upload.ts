import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { LocalFile } from "./local-file.ts";

/** Which upload was begun for a file; the parts themselves are in S3, which says what has arrived. */
const BegunUpload = z.object({
  uploadId: z.string().min(1),
  sizeBytes: z.number(),
  mtimeMs: z.number(),
  /** Metadata go with the beginning of an upload: others need another upload. */
  metadata: z.record(z.string(), z.string()),
});
export type BegunUpload = z.infer<typeof BegunUpload>;

/** Where an object goes. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Remembers the uploads of this user that are not finished, one small file for each. */
export class BegunUploads {
  readonly #folder: string;

  /** @param env for the user's cache folder: `XDG_CACHE_HOME`, else `~/.cache` */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const cache = env["XDG_CACHE_HOME"] || join(env["HOME"] ?? homedir(), ".cache");
    this.#folder = join(cache, "reelbase", "uploads");
  }

  /** Undefined when there is none, or what is there cannot be read: then the upload begins anew. */
  async find(place: ObjectPlace, file: LocalFile): Promise<BegunUpload | undefined> {
    const text = await readFile(this.#path(place, file), "utf8").catch(() => "null");
    const begun = BegunUpload.safeParse(parsed(text));
    return begun.success ? begun.data : undefined;
  }

  async remember(place: ObjectPlace, file: LocalFile, begun: BegunUpload): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#path(place, file), JSON.stringify(begun), { mode: 0o600 });
  }

  async forget(place: ObjectPlace, file: LocalFile): Promise<void> {
    await rm(this.#path(place, file), { force: true });
  }

  #path({ bucket, key }: ObjectPlace, { path }: LocalFile): string {
    const name = createHash("sha256").update([bucket, key, path].join("\0")).digest("hex");
    return join(this.#folder, `${name.slice(0, 32)}.json`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

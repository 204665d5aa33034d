import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError } from "../failure.ts";

/** A file as it was when its upload began. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export async function localFile(path: string): Promise<LocalFile> {
  const { size, mtimeMs } = await stat(path);
  return { path: resolve(path), sizeBytes: size, mtimeMs };
}

/** @throws CliError when the file is another one by now */
export async function checkUnchanged({ path, sizeBytes, mtimeMs }: LocalFile): Promise<void> {
  const now = await localFile(path);
  if (now.sizeBytes !== sizeBytes || now.mtimeMs !== mtimeMs)
    throw new CliError(`${path} changed while it was uploaded; upload it again when it is finished.`);
}

/** The bytes from `start` to before `end`. @throws CliError when the file is shorter by now */
export async function readBytes({ path }: LocalFile, start: number, end: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(end - start);
    let done = 0;
    while (done < buffer.length) {
      const { bytesRead } = await file.read(buffer, done, buffer.length - done, start + done);
      if (bytesRead === 0) throw new CliError(`${path} became shorter while it was uploaded.`);
      done += bytesRead;
    }
    return buffer;
  } finally {
    await file.close();
  }
}

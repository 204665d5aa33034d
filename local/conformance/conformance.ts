import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../step-functions/json.ts";
import { conform, type Finding } from "./conform.ts";
import { type Recording, readRecordings } from "./recordings.ts";
import { report } from "./report.ts";
import { readTarGz } from "./tar.ts";
import { readTemplates, type Template } from "./templates.ts";

/**
 * Holds the Step Functions interpreter against histories of the real service.
 *
 * @param dir folder, searched to the bottom, with `*.snapshot.json` recordings and the archive (`*.tar.gz`) of the
 *   definitions they were recorded from
 * @returns the report and whether every file could be read and every history in scope matches
 * @throws an Error with one plain line when there is nothing to compare
 */
export async function conformance(dir: string): Promise<{ lines: string[]; passed: boolean }> {
  const files = (await filesIn(dir)).sort();
  const snapshots = files.filter((file) => file.endsWith(".snapshot.json"));
  const archives = files.filter((file) => /\.(tar\.gz|tgz)$/.test(file));
  if (snapshots.length === 0) throw new Error(`no *.snapshot.json in ${dir}`);
  if (archives.length === 0) throw new Error(`no archive of definitions (*.tar.gz) in ${dir}`);
  const templates: Template[] = [];
  for (const archive of archives) templates.push(...(await templatesIn(archive)));
  const findings: Finding[] = [];
  const remarks: string[] = [];
  let unreadable = 0;
  for (const file of snapshots) {
    const name = file.slice(dir.length).replace(/^\/+/, "");
    const recordings = await recordingsIn(file, name).catch((error: Error) => {
      unreadable++;
      remarks.push(`UNREADABLE  ${name}: ${error.message}`);
      return undefined;
    });
    if (recordings?.length === 0) remarks.push(`no history  ${name}`);
    for (const recording of recordings ?? []) findings.push(await conform(recording, templates));
  }
  if (findings.length === 0 && unreadable === 0) throw new Error(`no recorded history in ${dir}`);
  const { lines, passed } = report(findings);
  return { lines: [...remarks, ...lines], passed: passed && unreadable === 0 };
}

async function templatesIn(archive: string): Promise<Template[]> {
  try {
    return readTemplates(readTarGz(await readFile(archive)));
  } catch (error) {
    throw new Error(`cannot read the archive ${archive}: ${(error as Error).message}`);
  }
}

async function recordingsIn(file: string, name: string): Promise<Recording[]> {
  const text = await readFile(file, "utf8");
  // Some editors put a byte order mark in front, which JSON.parse refuses.
  return readRecordings(name, JSON.parse(text.replace(/^\uFEFF/, "")) as Json);
}

async function filesIn(dir: string): Promise<string[]> {
  let entries: Awaited<ReturnType<typeof readEntries>>;
  try {
    entries = await readEntries(dir);
  } catch {
    throw new Error(`no such folder: ${dir}`);
  }
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function readEntries(dir: string) {
  return readdir(dir, { recursive: true, withFileTypes: true });
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { conform, type Finding } from "./conform.ts";
import { readRecordings } from "./recordings.ts";
import { report } from "./report.ts";
import { readTarGz } from "./tar.ts";
import { readTemplates, type Template } from "./templates.ts";

/**
 * Holds the Step Functions interpreter against histories of the real service.
 *
 * @param dir folder, searched to the bottom, with `*.snapshot.json` recordings and the archive (`*.tar.gz`) of the
 *   definitions they were recorded from
 * @returns the report and whether every history in scope matches
 * @throws an Error with one plain line when there is nothing to compare
 */
export async function conformance(dir: string): Promise<{ lines: string[]; passed: boolean }> {
  const files = await filesIn(dir);
  const recordings = files.filter((file) => file.endsWith(".snapshot.json"));
  const archives = files.filter((file) => file.endsWith(".tar.gz"));
  if (recordings.length === 0) throw new Error(`no *.snapshot.json in ${dir}`);
  if (archives.length === 0) throw new Error(`no archive of definitions (*.tar.gz) in ${dir}`);
  const templates: Template[] = [];
  for (const archive of archives) templates.push(...readTemplates(readTarGz(await readFile(archive))));
  const findings: Finding[] = [];
  for (const file of recordings.sort()) {
    const name = file.slice(dir.length).replace(/^\/+/, "");
    for (const recording of readRecordings(name, JSON.parse(await readFile(file, "utf8")))) {
      findings.push(await conform(recording, templates));
    }
  }
  return report(findings);
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

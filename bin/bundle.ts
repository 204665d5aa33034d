import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type OutputFile, stop } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRY_SUFFIX = ".lambda.ts";

/** CommonJS dependencies inside an ES module bundle ask for `require`. */
const REQUIRE_BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** `lambda/<stage>/<step>.lambda.ts` becomes `dist/<stage>/<step>/index.mjs`. */
async function entryPoints(): Promise<Record<string, string>> {
  const stages = await readdir(join(ROOT, "lambda"), { withFileTypes: true });
  const entries: Record<string, string> = {};
  for (const stage of stages.filter((entry) => entry.isDirectory())) {
    for (const file of await readdir(join(ROOT, "lambda", stage.name))) {
      if (!file.endsWith(ENTRY_SUFFIX)) continue;
      entries[`${stage.name}/${basename(file, ENTRY_SUFFIX)}/index`] = join(ROOT, "lambda", stage.name, file);
    }
  }
  return entries;
}

/**
 * Bundles every handler in one call: the files that are deployed are those that the tests and the local host run.
 * Node 20 is the oldest that has to run them (a laptop); the deployed runtime is newer.
 *
 * @returns what esbuild put into each bundle, for checks of their size and content
 */
export async function bundleHandlers(): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: await entryPoints(),
    absWorkingDir: ROOT,
    outdir: "dist",
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    target: "node20",
    mainFields: ["module", "main"],
    sourcemap: true,
    sourcesContent: false,
    banner: { js: REQUIRE_BANNER },
    metafile: true,
    logLevel: "warning",
    write: false,
  });
  // Its process is not needed any more, and must not outlive a host that is killed.
  await stop();
  await Promise.all(outputFiles.map(replaceIfChanged));
  return metafile;
}

/** A bundle that stays the same is left alone, and a new one appears whole: another process may be reading it. */
async function replaceIfChanged({ path, contents }: OutputFile): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}`;
  await writeFile(half, contents);
  await rename(half, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleHandlers();

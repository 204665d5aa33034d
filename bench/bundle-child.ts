import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * A child process as JavaScript, bundled as the handlers are, so that its memory is not that of a compiler.
 * @param entry the TypeScript file @returns the path of the bundle
 */
export async function bundleChild(folder: string, entry: URL): Promise<string> {
  const outfile = join(folder, "child.mjs");
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
    // Packages that are CommonJS still ask for Node's own modules by `require`.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  return outfile;
}

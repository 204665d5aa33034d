import { build } from "esbuild";

/** Bundles the source of a handler with the SDK of this project into `<folder>/index.mjs`. */
export async function bundleHandler(folder: string, source: string): Promise<string> {
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: "js" },
    outfile: `${folder}/index.mjs`,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return folder;
}

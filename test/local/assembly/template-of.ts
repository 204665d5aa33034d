import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface AssetOptions {
  /** Content of `index.mjs`. */
  readonly [hash: string]: string;
}

/** Writes the files of a cloud assembly with one stack, as `cdk synth` would. */
export function writeAssembly(folder: string, template: object, assets: AssetOptions = {}): string {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  write("manifest.json", {
    version: "55.0.0",
    artifacts: {
      "Test.assets": { type: "cdk:asset-manifest", properties: { file: "Test.assets.json" } },
      Test: {
        type: "aws:cloudformation:stack",
        environment: "aws://unknown-account/unknown-region",
        properties: { templateFile: "Test.template.json" },
      },
      Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
    },
  });
  write("Test.template.json", template);
  const files = Object.keys(assets).map((hash) => [
    hash,
    { source: { path: `asset.${hash}`, packaging: "zip" }, destinations: {} },
  ]);
  write("Test.assets.json", { version: "55.0.0", files: Object.fromEntries(files) });
  for (const [hash, source] of Object.entries(assets)) {
    mkdirSync(join(folder, `asset.${hash}`), { recursive: true });
    writeFileSync(join(folder, `asset.${hash}`, "index.mjs"), source);
  }
  return folder;
}

import { readFileSync, rmSync } from "node:fs";
import { App, AssetStaging } from "aws-cdk-lib";
import { parseConfig } from "../../lib/config.ts";
import { ReelbaseStack } from "../../lib/reelbase-stack.ts";

/**
 * Writes the cloud assembly that `cdk deploy` would send. The CDK command reads the feature flags from cdk.json; here
 * they are passed on, as another context would make another template. The template's checks are left to `cdk synth`.
 *
 * @param outdir folder of the assembly; what is in it is replaced
 */
export function synthesize(outdir: string): void {
  // The CDK takes a folder of an asset that is there for a whole one, but an earlier start may have died copying it.
  rmSync(outdir, { recursive: true, force: true });
  AssetStaging.clearAssetHashCache();
  const file = new URL("../../cdk.json", import.meta.url);
  const { context } = JSON.parse(readFileSync(file, "utf8")) as { context: Record<string, unknown> };
  const app = new App({ outdir, context, analyticsReporting: false, builtinCloudFormationValidation: false });
  new ReelbaseStack(app, "Reelbase", parseConfig(app.node.getAllContext(), new Date()));
  app.synth();
}

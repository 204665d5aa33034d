import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { parseConfig } from "../../lib/config.ts";
import { ReelbaseStack } from "../../lib/reelbase-stack.ts";

/**
 * Writes the cloud assembly that `cdk deploy` would send. The CDK command reads the feature flags from cdk.json; here
 * they are passed on, as another context would make another template. The template's checks are left to `cdk synth`.
 *
 * @param outdir folder of the assembly
 */
export function synthesize(outdir: string): void {
  const file = new URL("../../cdk.json", import.meta.url);
  const { context } = JSON.parse(readFileSync(file, "utf8")) as { context: Record<string, unknown> };
  const app = new App({ outdir, context, analyticsReporting: false, builtinCloudFormationValidation: false });
  new ReelbaseStack(app, "Reelbase", parseConfig(app.node.getAllContext(), new Date()));
  app.synth();
}

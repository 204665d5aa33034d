import { App } from "aws-cdk-lib";
import { addChecks } from "../lib/checks.ts";
import { ConfigError, parseConfig } from "../lib/config.ts";
import { ReelbaseStack } from "../lib/reelbase-stack.ts";

const app = new App();
try {
  const config = parseConfig(app.node.getAllContext(), new Date());
  new ReelbaseStack(app, "Reelbase", config);
  addChecks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  // The person made a typo; a stack trace would hide what it was.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The tests run the bundles that are deployed, so these are made once before all of them, and so is the assembly that
 * the tests on a running host have in common: the CDK costs seconds each time it is loaded.
 */
export default function prepareOnce() {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = join(mkdtempSync(join(tmpdir(), "reelbase-assembly-")), "cdk.out");
  const run = (...script) =>
    execFileSync(process.execPath, ["--import", "tsx", ...script], { cwd: root, stdio: "inherit" });
  run("bin/bundle.ts");
  run("test/make-assembly.ts", folder);
  process.env.REELBASE_TEST_ASSEMBLY = folder;
}

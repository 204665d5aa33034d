import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The tests run the bundles that are deployed, so these are made once before all of them. */
export default function bundleOnce() {
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync(process.execPath, ["--import", "tsx", "bin/bundle.ts"], { cwd: root, stdio: "inherit" });
}

import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../../bin/local/synthesize.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synthesize-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bundles = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("index.mjs"))
    .sort()
    .map((name) => [name, statSync(join(folder, name)).size]);

test("an assembly that was left half written is made whole", () => {
  synthesize(folder);
  const whole = bundles();
  expect(whole.length).toBeGreaterThan(5);
  for (const [name] of whole) truncateSync(join(folder, String(name)), 10);
  synthesize(folder);
  expect(bundles()).toEqual(whole);
});

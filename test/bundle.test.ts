import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENTRIES } from "./template.ts";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/** A cold start loads the whole bundle: at 1 MiB that is about a tenth of a second. */
const LIMIT_BYTES = 1024 * 1024;

/** Decoders, the CDK, and our own files outside lambda/. */
const FOREIGN =
  /node_modules\/(node-av|@mediabunny|aws-cdk-lib)\/|^(\.\.\/)+(bin|lib|local|bench|samples|test)\//;

test("every handler of the stack has its bundle, and there is no other", () => {
  const made = readdirSync(DIST).flatMap((stage) =>
    readdirSync(`${DIST}${stage}`).map((step) => `${stage}/${step}`),
  );
  expect(made.sort()).toEqual([...ENTRIES].sort());
});

describe.each(ENTRIES)("the bundle %s", (entry) => {
  const file = `${DIST}${entry}/index.mjs`;

  test("is small enough to start cold", () => expect(statSync(file).size).toBeLessThan(LIMIT_BYTES));

  test("holds neither decoders nor anything of the constructs or the local host", () => {
    const { sources } = JSON.parse(readFileSync(`${file}.map`, "utf8")) as { sources: string[] };
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.filter((path) => FOREIGN.test(path))).toEqual([]);
  });
});

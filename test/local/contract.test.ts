import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { operations as dynamoDb } from "../../local/dynamodb/router.ts";
import { operations as events } from "../../local/events/router.ts";
import { operations as s3Vectors } from "../../local/s3-vectors/router.ts";
import { operations as sqs } from "../../local/sqs/router.ts";
import { operations as stepFunctions } from "../../local/step-functions/operations/router.ts";

/** The operations of each stand-in, in the way in which its files are named. */
const standIns: Readonly<Record<string, readonly string[]>> = {
  bedrock: filesOf("bedrock", "analyze-video"),
  dynamodb: kebab(dynamoDb),
  events: kebab(events),
  lambda: filesOf("lambda"),
  s3: filesOf("s3"),
  "s3-vectors": kebab(s3Vectors),
  sqs: kebab(sqs),
  "step-functions": kebab(stepFunctions),
};

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Stand-ins that find operations by the path of a request have one file for each, beside a few `helpers`. */
function filesOf(service: string, ...helpers: string[]): string[] {
  const files = readdirSync(pathOf(`../../local/${service}/operations`));
  return files.map((file) => file.replace(/\.ts$/, "")).filter((name) => !helpers.includes(name));
}

function kebab(operations: ReadonlyMap<string, unknown>): string[] {
  return [...operations.keys()].map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase());
}

it("knows every stand-in", () => {
  const folders = readdirSync(pathOf("../../local"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/stand-in.ts"))
    .map((file) => file.replace("/stand-in.ts", ""));
  expect(folders.sort()).toEqual(Object.keys(standIns).sort());
});

describe.each(Object.entries(standIns))("%s", (service, operations) => {
  it.each(operations)("has a contract for %s that a real account can be asked for, too", (operation) => {
    const text = readFileSync(pathOf(`${service}/${operation}.test.ts`), "utf8");
    // The target decides whom a test talks to; what reaches behind it works with the stand-in alone.
    expect(text).toMatch(/\b(openTarget|bedrockTarget)\(\)/);
    expect(text).not.toMatch(/from "(\.\.\/){3}local\/|local-target\.ts"|\/(host|serve)\.ts"/);
    expect(text).not.toMatch(/\bskip\b|\bremote\b|\bprocess\.env\b/);
  });
});

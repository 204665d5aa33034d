import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAssembly } from "../../../local/assembly/cloud-assembly.ts";
import { writeAssembly } from "./template-of.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assembly-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function editManifest(edit: (artifacts: Record<string, Record<string, unknown>>) => void): void {
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  edit(manifest.artifacts);
  writeFileSync(path, JSON.stringify(manifest));
}

test("finds the template, and the assets by the key that the template names", () => {
  writeAssembly(folder, { Resources: { A: { Type: "AWS::S3::Bucket" } } }, { abc: "export {}" });
  const assembly = readAssembly(folder);
  expect(assembly.stackName).toBe("Test");
  expect(assembly.place).toEqual({});
  expect(Object.keys(assembly.template.Resources)).toEqual(["A"]);
  expect(assembly.assetPath("abc.zip")).toBe(join(folder, "asset.abc"));
  expect(() => assembly.assetPath("def.zip")).toThrow("the asset def.zip is not in the asset manifest");
});

test("takes account, region and stack name that the assembly fixes", () => {
  writeAssembly(folder, { Resources: {} });
  editManifest((artifacts) => {
    artifacts["Test"] = {
      ...artifacts["Test"],
      environment: "aws://444455556666/eu-west-1",
      properties: { templateFile: "Test.template.json", stackName: "named" },
    };
  });
  expect(readAssembly(folder)).toMatchObject({
    stackName: "named",
    place: { account: "444455556666", region: "eu-west-1" },
  });
});

test.each<[string, () => void, string]>([
  ["a folder that is none", () => {}, "manifest.json cannot be read as a part of a cloud assembly"],
  [
    "two stacks",
    () => {
      writeAssembly(folder, { Resources: {} });
      editManifest((artifacts) => Object.assign(artifacts, { Second: artifacts["Test"] }));
    },
    "must hold exactly one stack; found: Test, Second",
  ],
  [
    "an asset that was not written",
    () => {
      writeAssembly(folder, { Resources: {} }, { abc: "export {}" });
      rmSync(join(folder, "asset.abc"), { recursive: true });
    },
    "the asset abc.zip is missing",
  ],
])("refuses %s", (_name, prepare, message) => {
  prepare();
  expect(() => readAssembly(folder).assetPath("abc.zip")).toThrow(message);
});

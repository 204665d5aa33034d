import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataDir } from "../../../local/assembly/data-dir.ts";
import type { PreparedResource } from "../../../local/assembly/prepare-resources.ts";
import { reconcileState } from "../../../local/assembly/state-record.ts";
import type { Store } from "../../../local/store.ts";

const stack = { stackName: "Reel", place: { account: "111122223333", region: "us-east-1" } };

const table = (fixed: unknown, name = "catalog"): PreparedResource => ({
  logicalId: "Catalog",
  type: "AWS::DynamoDB::GlobalTable",
  name,
  fixed,
  create: async () => {},
});

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "state-"));
  store = await openDataDir(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test.each<[string, PreparedResource[], PreparedResource[]]>([
  ["the same resources", [table({ KeySchema: ["pk"] })], [table({ KeySchema: ["pk"] })]],
  ["a further resource", [], [table({ KeySchema: ["pk"] })]],
  ["a resource less", [table({ KeySchema: ["pk"] })], []],
  [
    "a renamed resource, which is a new one",
    [table({ KeySchema: ["pk"] })],
    [table({ KeySchema: ["id"] }, "other")],
  ],
  ["resources that can change", [table(undefined)], [table(undefined)]],
])("accepts %s", async (_name, before, after) => {
  await reconcileState(store, stack, before);
  await reconcileState(store, stack, after);
});

test("refuses a resource whose data would not fit any more, and goes on refusing", async () => {
  await reconcileState(store, stack, [table({ KeySchema: ["pk"], Indexes: [] })]);
  for (let start = 0; start < 2; start++) {
    await expect(
      reconcileState(store, stack, [table({ KeySchema: ["id"], Indexes: [] })]),
    ).rejects.toMatchObject({
      code: "STATE_MISMATCH",
      message: expect.stringMatching(/Catalog \(AWS::DynamoDB::GlobalTable\): KeySchema\n.*--fresh/),
    });
  }
});

test("refuses the data of another stack", async () => {
  await reconcileState(store, stack, []);
  await expect(reconcileState(store, { ...stack, stackName: "Other" }, [])).rejects.toMatchObject({
    code: "STATE_MISMATCH",
    message: expect.stringContaining("belongs to the stack Reel (111122223333, us-east-1), not to Other"),
  });
});

test("a data folder has one host at a time", async () => {
  await expect(openDataDir(folder)).rejects.toMatchObject({ name: "HostError", code: "DATA_DIR_LOCKED" });
});

test("a data folder that cannot be is told apart", async () => {
  await expect(openDataDir("/dev/null/data")).rejects.toMatchObject({
    code: "DATA_DIR_UNWRITABLE",
    message: expect.stringContaining("/dev/null/data"),
  });
});

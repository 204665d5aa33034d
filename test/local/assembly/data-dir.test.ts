import { access, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataDir, prepareDataDir } from "../../../local/assembly/data-dir.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "data-dir-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fresh = { fresh: true };

test("makes the folder and those above it", async () => {
  const dir = join(folder, "a", "b");
  await prepareDataDir(dir, { fresh: false });
  await access(dir);
});

test("fresh removes what an earlier host left", async () => {
  const store = await openDataDir(folder);
  await writeFile(join(await store.folder("objects"), "body"), "x");
  await store.close();
  await prepareDataDir(folder, fresh);
  expect(await readdir(folder)).toEqual([]);
});

test("fresh refuses a folder of somebody else and leaves it as it is", async () => {
  await mkdir(join(folder, "objects"));
  await writeFile(join(folder, "holiday.mp4"), "x");
  await expect(prepareDataDir(folder, fresh)).rejects.toMatchObject({ code: "DATA_DIR_FOREIGN" });
  expect(await readdir(folder)).toEqual(["holiday.mp4", "objects"]);
});

test("fresh leaves a person's files in a data folder", async () => {
  await (await openDataDir(folder)).close();
  await writeFile(join(folder, "holiday.mp4"), "x");
  await prepareDataDir(folder, fresh);
  expect(await readdir(folder)).toEqual(["holiday.mp4"]);
});

test("fresh leaves the data of a running host", async () => {
  const store = await openDataDir(folder);
  await expect(prepareDataDir(folder, fresh)).rejects.toMatchObject({ code: "DATA_DIR_LOCKED" });
  await store.close();
  expect(await readdir(folder)).toContain("records");
});

test.each([
  ["a file", "/dev/null", "it is no folder"],
  ["inside a file", "/dev/null/data", "a part of the path is no folder"],
  ["where no folder can be made", "/proc/data", ""],
])("says why a folder that is %s cannot be used", async (_name, dir, because) => {
  await expect(openDataDir(dir)).rejects.toMatchObject({
    code: "DATA_DIR_UNWRITABLE",
    message: expect.stringContaining(`${dir} cannot be used as data folder: ${because}`),
  });
});

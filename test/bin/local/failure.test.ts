import { readFileSync } from "node:fs";
import { UsageError } from "../../../bin/local/arguments.ts";
import { failureLine } from "../../../bin/local/failure.ts";

const systemError = (fields: Partial<NodeJS.ErrnoException>) => Object.assign(new Error("it broke"), fields);

test.each<[string, unknown, string]>([
  ["wrong use", new UsageError("No such flag."), "reelbase: No such flag."],
  [
    "a file without permission",
    systemError({ code: "EACCES", syscall: "open", path: "/videos/a.mp4" }),
    "reelbase: /videos/a.mp4: permission denied.",
  ],
  [
    "a copy that finds no room",
    Object.assign(systemError({ code: "ENOSPC", syscall: "copyfile", path: "/from" }), { dest: "/to" }),
    "reelbase: /to: the disk is full.",
  ],
  [
    "a file that the disk cannot read",
    systemError({ code: "EIO", syscall: "read", path: "/videos/a.mp4" }),
    "reelbase: /videos/a.mp4: it broke.",
  ],
  [
    "a store on a full disk",
    new Error("cannot write", { cause: new Error("IO error: No space left on device") }),
    "reelbase: .data cannot be used as data folder: the disk is full.",
  ],
])("says %s in one line", (_name, error, line) => {
  expect(failureLine(error, ".data")).toBe(line);
});

test("names the file that went away", () => {
  try {
    readFileSync("/no/such/file");
  } catch (error) {
    expect(failureLine(error, ".data")).toMatch(/^reelbase: \/no\/such\/file: .*\.$/);
  }
  expect.assertions(1);
});

test("keeps the trace of what nobody expected", () => {
  expect(failureLine(new TypeError("x is undefined"), ".data")).toMatch(/TypeError: x is undefined\n {4}at /);
});

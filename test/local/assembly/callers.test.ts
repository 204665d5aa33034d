import { Callers } from "../../../local/assembly/callers.ts";
import type { Caller } from "../../../local/service.ts";

const developer: Caller = { name: "developer", authorize: () => {} };
const worker: Caller = { name: "worker", authorize: () => {} };

test("a function is recognized by its key, which is the same at every start", () => {
  const callers = new Callers(developer);
  const key = callers.issueKey("Reel/Work", worker);
  expect(key).toMatch(/^AKIDLOCAL[0-9A-F]{11}$/);
  expect(callers.byKey(key)).toBe(worker);
  expect(new Callers(developer).issueKey("Reel/Work", worker)).toBe(key);
  expect(callers.issueKey("Reel/Other", worker)).not.toBe(key);
});

test.each<[string, string | undefined, Caller | undefined]>([
  ["no key", undefined, developer],
  ["the dummy of the documentation", "local", developer],
  ["another dummy", "test", developer],
  ["the example of AWS's documentation", "AKIAIOSFODNN7EXAMPLE", developer],
  ["a key of a function that is gone", "AKIDLOCAL0123456789A", undefined],
  ["a real access key", "AKIAQ2W4E6R8T0Z2U4I6", undefined],
  ["a real session key", "ASIAQ2W4E6R8T0Z2U4I6", undefined],
])("%s", (_name, key, expected) => {
  expect(new Callers(developer).byKey(key)).toBe(expected);
});

test("work of an earlier process goes on with the rights of who began it, or with none", () => {
  const callers = new Callers(developer);
  callers.issueKey("Reel/Work", worker);
  expect(callers.byName("worker")).toBe(worker);
  expect(callers.byName("developer")).toBe(developer);
  expect(() => callers.byName("gone").authorize("s3:GetObject", "arn:aws:s3:::b/k")).toThrow(
    "gone is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k",
  );
});

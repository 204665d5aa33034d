import { recentlyUsed } from "../../../lambda/adapters/query/recently-used.ts";

it("keeps the values that were asked for last", async () => {
  const made: string[] = [];
  const kept = recentlyUsed<string>(2);
  const ask = (key: string) =>
    kept.get(key, async () => {
      made.push(key);
      return key;
    });
  for (const key of ["a", "b", "a", "c", "a", "b"]) await ask(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
});

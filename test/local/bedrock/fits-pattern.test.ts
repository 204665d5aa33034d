import { fitsPattern } from "../../../local/bedrock/pegasus/fits-pattern.ts";

test.each([
  ["^a+$", "aaa", true],
  ["^a+$", "b", false],
  ["(", "x", false],
  ["^(a+)+$", `${"a".repeat(60)}!`, false],
  ["^(([a-z]+)*)*!$", "a".repeat(60), false],
])("%s for %s: %s", (pattern, text, expected) => {
  expect(fitsPattern(pattern, text)).toBe(expected);
});

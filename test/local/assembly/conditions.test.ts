import { evaluateCondition } from "../../../local/assembly/conditions.ts";
import type { Scope } from "../../../local/assembly/intrinsics.ts";

const scope: Scope = {
  region: "us-east-1",
  ref: () => "us-east-1",
  attribute: () => "",
  condition: (name) => name === "Yes",
  mapping: () => "",
};
const yes = { Condition: "Yes" };
const no = { Condition: "No" };

test.each<[unknown, boolean]>([
  [yes, true],
  [no, false],
  [{ "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] }, true],
  [{ "Fn::Equals": ["a", "b"] }, false],
  [{ "Fn::Not": [no] }, true],
  [{ "Fn::And": [yes, yes] }, true],
  [{ "Fn::And": [yes, no] }, false],
  [{ "Fn::Or": [no, yes] }, true],
  [{ "Fn::Or": [no, { "Fn::Not": [yes] }] }, false],
])("%j is %s", (expression, expected) => {
  expect(evaluateCondition(expression, scope)).toBe(expected);
});

test.each<[unknown, string]>([
  [{ "Fn::Contains": [["a"], "a"] }, "Fn::Contains is not supported in a condition"],
  [{ "Fn::Not": [yes, no] }, "Fn::Not needs 1 operands"],
  [{ "Fn::And": [yes] }, "Fn::And needs 2 to 10 operands"],
  [{}, "a condition needs one function"],
  ["Yes", "a condition needs one function"],
])("%j is refused", (expression, message) => {
  expect(() => evaluateCondition(expression, scope)).toThrow(message);
});

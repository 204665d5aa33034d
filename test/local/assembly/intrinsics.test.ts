// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub and of policy variables
import { NO_VALUE, resolveIntrinsics, type Scope } from "../../../local/assembly/intrinsics.ts";
import { TemplateError } from "../../../local/assembly/template-error.ts";

const references: Record<string, unknown> = {
  "AWS::Region": "us-east-1",
  "AWS::NoValue": NO_VALUE,
  Bucket: "videos",
  List: ["a", "b"],
};

const scope: Scope = {
  region: "us-east-1",
  ref: (name) => {
    if (!(name in references)) throw new TemplateError(`Ref to "${name}"`);
    return references[name];
  },
  attribute: (id, attribute) => `${id}#${attribute}`,
  condition: (name) => name === "Yes",
  mapping: (name, first, second) => [name, first, second].join("/"),
};

describe("resolves", () => {
  const cases: [string, unknown, unknown][] = [
    ["plain values as they are", { a: [1, true, null, "x"] }, { a: [1, true, null, "x"] }],
    ["Ref", { Ref: "Bucket" }, "videos"],
    ["a property called Ref beside others as data", { Ref: "Bucket", x: 1 }, { Ref: "Bucket", x: 1 }],
    ["Fn::GetAtt as list", { "Fn::GetAtt": ["Queue", "Arn"] }, "Queue#Arn"],
    [
      "Fn::GetAtt as text, with a dot in the attribute",
      { "Fn::GetAtt": "Stack.Outputs.X" },
      "Stack#Outputs.X",
    ],
    ["Fn::Join", { "Fn::Join": ["-", ["a", { Ref: "Bucket" }, 1]] }, "a-videos-1"],
    ["Fn::Join of a list value", { "Fn::Join": ["", { Ref: "List" }] }, "ab"],
    ["Fn::Join without NoValue", { "Fn::Join": ["-", ["a", { Ref: "AWS::NoValue" }, "b"]] }, "a-b"],
    ["Fn::Sub", { "Fn::Sub": "${Bucket}:${Queue.Arn}" }, "videos:Queue#Arn"],
    [
      "Fn::Sub with own values",
      { "Fn::Sub": ["${x}/${Bucket}", { x: { Ref: "AWS::Region" } }] },
      "us-east-1/videos",
    ],
    ["Fn::Sub values before references", { "Fn::Sub": ["${Bucket}", { Bucket: 7 }] }, "7"],
    ["literals in Fn::Sub", { "Fn::Sub": "${!Bucket} ${ Bucket }" }, "${Bucket} videos"],
    ["Fn::Select", { "Fn::Select": ["1", ["a", { Ref: "Bucket" }]] }, "videos"],
    ["Fn::Split", { "Fn::Split": [":", { "Fn::Join": [":", ["a", "b"]] }] }, ["a", "b"]],
    ["Fn::Select of Fn::Split", { "Fn::Select": [0, { "Fn::Split": [":", "a:b"] }] }, "a"],
    ["Fn::If when true", { "Fn::If": ["Yes", "a", { Ref: "Missing" }] }, "a"],
    ["Fn::If when false", { "Fn::If": ["No", { Ref: "Missing" }, "b"] }, "b"],
    ["Fn::FindInMap", { "Fn::FindInMap": ["M", { Ref: "AWS::Region" }, "x"] }, "M/us-east-1/x"],
    ["Fn::Base64", { "Fn::Base64": "abc" }, "YWJj"],
    ["Fn::GetAZs of here", { "Fn::GetAZs": "" }, ["us-east-1a", "us-east-1b", "us-east-1c"]],
    ["Fn::GetAZs of a region", { "Fn::GetAZs": "eu-west-1" }, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["NoValue as a property that is not there", { a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
    ["NoValue as an element that is not there", [1, { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] }], [1]],
  ];
  test.each(cases)("%s", (_name, value, expected) => {
    expect(resolveIntrinsics(value, scope)).toEqual(expected);
  });
});

describe("refuses", () => {
  test.each<[string, unknown, string]>([
    ["an unknown function", { "Fn::Cidr": ["10.0.0.0/16", 1, 8] }, "Fn::Cidr is not supported"],
    ["what objects inherit", { "Fn::toString": "" }, "Fn::toString is not supported"],
    ["a function beside other keys", { "Fn::Join": ["", []], Ref: "Bucket" }, "stands beside other keys"],
    ["a name that is not there", { "Fn::Sub": "${Missing}" }, 'Ref to "Missing"'],
    ["a list inside text", { "Fn::Sub": "${List}" }, "Fn::Sub needs text"],
    ["an object inside text", { "Fn::Join": ["", [{ a: 1 }]] }, "Fn::Join needs text"],
    ["an index outside the list", { "Fn::Select": [2, ["a", "b"]] }, "no element 2 in a list of 2"],
    ["a negative index", { "Fn::Select": [-1, ["a", "b"]] }, "no element -1"],
    ["too few arguments", { "Fn::If": ["Yes", 1] }, "Fn::If needs a list of 3"],
    ["an attribute without a dot", { "Fn::GetAtt": "Queue" }, "needs a resource and an attribute"],
  ])("%s", (_name, value, message) => {
    expect(() => resolveIntrinsics(value, scope)).toThrow(message);
  });
});

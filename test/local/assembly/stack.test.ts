// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub and of policy variables
import fc from "fast-check";
import { catalogue } from "../../../local/assembly/catalogue.ts";
import { physicalName } from "../../../local/assembly/physical-name.ts";
import { Stack } from "../../../local/assembly/stack.ts";
import { parseTemplate } from "../../../local/assembly/template.ts";

const types = new Map(catalogue.map((type) => [type.type, type]));

function stackOf(template: object, endpoint = "http://127.0.0.1:4599"): Stack {
  return new Stack({
    stackName: "Reel",
    template: parseTemplate({ Resources: {}, ...template }),
    place: { account: "111122223333", region: "us-east-1" },
    endpoint,
    types,
  });
}

/** Resolves one value in the stack, by way of an output. */
function resolved(value: unknown, template: object = {}): string | undefined {
  return stackOf({ ...template, Outputs: { Value: { Value: value } } }).outputs()["Value"];
}

const resources = {
  Resources: {
    Videos: { Type: "AWS::S3::Bucket" },
    Named: { Type: "AWS::S3::Bucket", Properties: { BucketName: { "Fn::Sub": "own-${AWS::Region}" } } },
    Ingest: { Type: "AWS::SQS::Queue", Properties: { QueueName: "ingest" } },
    Work: { Type: "AWS::Lambda::Function", Properties: { FunctionName: "work" } },
    Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "role", Path: "/local/" } },
    Reads: { Type: "AWS::IAM::ManagedPolicy", Properties: { ManagedPolicyName: "reads" } },
    Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: { StateMachineName: "machine" } },
    Table: { Type: "AWS::DynamoDB::GlobalTable", Properties: { TableName: "table" } },
    Plain: { Type: "AWS::DynamoDB::Table", Properties: { TableName: "plain" } },
    Rule: { Type: "AWS::Events::Rule", Properties: { Name: "rule" } },
    Vectors: { Type: "AWS::S3Vectors::VectorBucket", Properties: { VectorBucketName: "vectors" } },
    Index: {
      Type: "AWS::S3Vectors::Index",
      Properties: { IndexName: "index", VectorBucketArn: { "Fn::GetAtt": ["Vectors", "VectorBucketArn"] } },
    },
    Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: { "Fn::Sub": "/aws/lambda/${Work}" } } },
  },
};

describe("Ref and Fn::GetAtt give what CloudFormation gives", () => {
  test.each<[string, string | undefined, string]>([
    ["Named", undefined, "own-us-east-1"],
    ["Named", "Arn", "arn:aws:s3:::own-us-east-1"],
    ["Ingest", undefined, "http://127.0.0.1:4599/111122223333/ingest"],
    ["Ingest", "Arn", "arn:aws:sqs:us-east-1:111122223333:ingest"],
    ["Ingest", "QueueName", "ingest"],
    ["Work", undefined, "work"],
    ["Work", "Arn", "arn:aws:lambda:us-east-1:111122223333:function:work"],
    ["Role", undefined, "role"],
    ["Role", "Arn", "arn:aws:iam::111122223333:role/local/role"],
    ["Reads", undefined, "arn:aws:iam::111122223333:policy/reads"],
    ["Machine", undefined, "arn:aws:states:us-east-1:111122223333:stateMachine:machine"],
    ["Machine", "Name", "machine"],
    ["Table", undefined, "table"],
    ["Table", "Arn", "arn:aws:dynamodb:us-east-1:111122223333:table/table"],
    ["Plain", "Arn", "arn:aws:dynamodb:us-east-1:111122223333:table/plain"],
    ["Rule", undefined, "rule"],
    ["Rule", "Arn", "arn:aws:events:us-east-1:111122223333:rule/rule"],
    ["Vectors", undefined, "arn:aws:s3vectors:us-east-1:111122223333:bucket/vectors"],
    ["Index", "IndexArn", "arn:aws:s3vectors:us-east-1:111122223333:bucket/vectors/index/index"],
    ["Logs", undefined, "/aws/lambda/work"],
    ["Logs", "Arn", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/work:*"],
  ])("%s %s", (id, attribute, expected) => {
    const value = attribute === undefined ? { Ref: id } : { "Fn::GetAtt": [id, attribute] };
    expect(resolved(value, resources)).toBe(expected);
  });

  test.each<[unknown, string]>([
    [
      { "Fn::GetAtt": ["Videos", "WebsiteURL"] },
      "the attribute WebsiteURL of Videos (AWS::S3::Bucket) is not supported",
    ],
    [{ "Fn::GetAtt": ["Plain", "StreamArn"] }, "the attribute StreamArn of Plain (AWS::DynamoDB::Table)"],
    [{ "Fn::GetAtt": ["Plain", "toString"] }, "the attribute toString of Plain"],
    [{ "Fn::GetAtt": ["Missing", "Arn"] }, "there is no resource Missing"],
    [{ Ref: "Missing" }, 'Ref to "Missing", which does not exist'],
    [{ Ref: "AWS::NotificationARNs" }, 'Ref to "AWS::NotificationARNs"'],
  ])("%j is refused", (value, message) => {
    expect(() => resolved(value, resources)).toThrow(message);
  });
});

describe("parameters", () => {
  const parameters = {
    Parameters: {
      Size: { Type: "Number", Default: 3 },
      Zones: { Type: "CommaDelimitedList", Default: "a, b" },
      Missing: { Type: "String" },
      BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/cdk-bootstrap/version" },
    },
  };
  test.each<[unknown, string]>([
    [{ Ref: "Size" }, "3"],
    [{ "Fn::Join": ["+", { Ref: "Zones" }] }, "a+b"],
    [{ Ref: "AWS::AccountId" }, "111122223333"],
    [{ Ref: "AWS::StackName" }, "Reel"],
    [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::x.${AWS::URLSuffix}" }, "arn:aws:s3:::x.amazonaws.com"],
  ])("%j is %s", (value, expected) => {
    expect(resolved(value, parameters)).toBe(expected);
  });
  test.each<[string, string]>([
    ["Missing", "the parameter Missing has no default"],
    ["BootstrapVersion", "the parameter BootstrapVersion is looked up in SSM"],
  ])("a reference to %s is refused, its mere presence is not", (name, message) => {
    expect(() => resolved({ Ref: name }, parameters)).toThrow(message);
    expect(stackOf(parameters).outputs()).toEqual({});
  });
});

describe("conditions", () => {
  const template = {
    Conditions: {
      Here: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] },
      There: { "Fn::Not": [{ Condition: "Here" }] },
    },
    Resources: {
      Always: { Type: "AWS::S3::Bucket" },
      Near: { Type: "AWS::S3::Bucket", Condition: "Here" },
      Far: { Type: "AWS::S3::Bucket", Condition: "There" },
    },
    Outputs: {
      Near: { Value: "n", Condition: "Here" },
      Far: { Value: { Ref: "NotThere" }, Condition: "There" },
    },
  };
  test("leave out resources and outputs whose condition is false", () => {
    expect(stackOf(template).resources()).toEqual(["Always", "Near"]);
    expect(stackOf(template).outputs()).toEqual({ Near: "n" });
  });
  test("that do not exist are an error", () => {
    const broken = { Resources: { A: { Type: "AWS::S3::Bucket", Condition: "Nowhere" } } };
    expect(() => stackOf(broken).resources()).toThrow("A: the condition Nowhere does not exist");
  });
});

describe("a cycle is named with its members", () => {
  test("among resources", () => {
    const named = (other: string) => ({
      Type: "AWS::S3::Bucket",
      Properties: { BucketName: { Ref: other } },
    });
    expect(() => resolved({ Ref: "A" }, { Resources: { A: named("B"), B: named("A") } })).toThrow(
      "it refers to itself: A.BucketName -> B.BucketName -> A.BucketName",
    );
  });
  test("among conditions", () => {
    const Conditions = { A: { "Fn::Not": [{ Condition: "B" }] }, B: { "Fn::Not": [{ Condition: "A" }] } };
    const Resources = { X: { Type: "AWS::S3::Bucket", Condition: "A" } };
    expect(() => stackOf({ Conditions, Resources }).resources()).toThrow(
      "condition A -> condition B -> condition A",
    );
  });
});

describe("physical names", () => {
  test("do not depend on the port", () => {
    const outputs = { ...resources, Outputs: { Name: { Value: { Ref: "Videos" } } } };
    expect(stackOf(outputs, "http://127.0.0.1:1").outputs()).toEqual(
      stackOf(outputs, "http://127.0.0.1:2").outputs(),
    );
  });

  const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,200}$/);
  test("are valid bucket names, whatever the ids", () => {
    fc.assert(
      fc.property(id, id, (stack, logicalId) => {
        const name = physicalName(stack, logicalId, { limit: 63, lowerCase: true });
        expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
        expect(name).not.toContain("--");
      }),
    );
  });
  test("differ for different resources, also where the ids are cut or lowered alike", () => {
    fc.assert(
      fc.property(id, id, (a, b) => {
        fc.pre(a !== b);
        const rule = { limit: 63, lowerCase: true };
        expect(physicalName("Reel", a, rule)).not.toBe(physicalName("Reel", b, rule));
      }),
    );
  });
});

test.each<[string, object, string]>([
  ["a section", { Transform: "AWS::Serverless-2016-10-31" }, "Transform"],
  ["a resource attribute", { Resources: { A: { Type: "X", CreationPolicy: {} } } }, "CreationPolicy"],
])("%s that is unknown stops the boot", (_name, template, message) => {
  expect(() => stackOf(template)).toThrow(message);
});

import { catalogue } from "../../../local/assembly/catalogue.ts";
import { HostError } from "../../../local/assembly/host-error.ts";
import { prepareResources } from "../../../local/assembly/prepare-resources.ts";
import { Stack } from "../../../local/assembly/stack.ts";
import { parseTemplate } from "../../../local/assembly/template.ts";

const types = new Map(catalogue.map((type) => [type.type, type]));

function prepare(resources: object) {
  const template = parseTemplate({ Resources: resources });
  const place = { account: "111122223333", region: "us-east-1" };
  const stack = new Stack({ stackName: "Reel", template, place, endpoint: "http://127.0.0.1:1", types });
  return prepareResources(stack, catalogue);
}

/** What the boot stops with for one resource under the logical id `X`. */
function problemsOf(Type: string, Properties: object): string {
  try {
    prepare({ X: { Type, Properties } });
  } catch (error) {
    if (error instanceof HostError && error.code === "ASSEMBLY") return error.message;
    throw error;
  }
  return "";
}

const code = { Code: { S3Key: "a.zip" }, Handler: "index.handler", Role: "r", Runtime: "nodejs24.x" };
const keys = {
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
};
const arn = "arn:aws:sqs:us-east-1:111122223333:q";

describe("stops at", () => {
  test.each<[string, object, string]>([
    ["AWS::EC2::Instance", {}, "X (AWS::EC2::Instance): the resource type is not supported"],
    [
      "AWS::S3::Bucket",
      { ObjectLockEnabled: true },
      "X (AWS::S3::Bucket): the property ObjectLockEnabled is not supported",
    ],
    [
      "AWS::S3::Bucket",
      { NotificationConfiguration: { QueueConfigurations: [] } },
      "the property NotificationConfiguration.QueueConfigurations is not supported",
    ],
    ["AWS::S3::Bucket", { BucketName: { "Fn::Cidr": [] } }, "X (AWS::S3::Bucket): Fn::Cidr is not supported"],
    ["AWS::SQS::Queue", { FifoQueue: true }, "the property FifoQueue is not supported"],
    [
      "AWS::SQS::Queue",
      { VisibilityTimeout: "a while" },
      "the property VisibilityTimeout is not supported with this value",
    ],
    [
      "AWS::SQS::Queue",
      { RedrivePolicy: { deadLetterTargetArn: arn, max: 1 } },
      "RedrivePolicy.max is not supported",
    ],
    ["AWS::Lambda::Function", { ...code, Runtime: "python3.14" }, "only nodejs runtimes run locally"],
    ["AWS::Lambda::Function", { ...code, Layers: ["l"] }, "the property Layers is not supported"],
    ["AWS::Lambda::Function", { ...code, VpcConfig: {} }, "the property VpcConfig is not supported"],
    ["AWS::Lambda::Function", { ...code, Code: { ZipFile: "x" } }, "Code.ZipFile is not supported"],
    ["AWS::Lambda::Function", { ...code, Code: { ImageUri: "x" } }, "Code.ImageUri is not supported"],
    [
      "AWS::Lambda::EventSourceMapping",
      { EventSourceArn: arn, FunctionName: "f", FilterCriteria: {} },
      "FilterCriteria",
    ],
    [
      "AWS::Lambda::EventSourceMapping",
      { EventSourceArn: "arn:aws:kinesis:us-east-1:1:stream/s", FunctionName: "f" },
      "only queues are supported as event sources",
    ],
    [
      "AWS::Lambda::EventInvokeConfig",
      { FunctionName: "f", Qualifier: "$LATEST", MaximumRetryAttempts: 0 },
      "MaximumRetryAttempts is not supported with this value",
    ],
    [
      "AWS::Lambda::EventInvokeConfig",
      { FunctionName: "f", Qualifier: "$LATEST", DestinationConfig: {} },
      "the property DestinationConfig is not supported",
    ],
    ["AWS::Lambda::Version", { FunctionName: "f" }, "the resource type is not supported"],
    [
      "AWS::DynamoDB::Table",
      { ...keys, StreamSpecification: {} },
      "the property StreamSpecification is not supported",
    ],
    [
      "AWS::DynamoDB::GlobalTable",
      { ...keys, Replicas: [{ Region: "us-east-1", KinesisStreamSpecification: {} }] },
      "the property Replicas.0.KinesisStreamSpecification is not supported",
    ],
    ["AWS::StepFunctions::StateMachine", { RoleArn: "r", StateMachineType: "EXPRESS" }, "StateMachineType"],
    ["AWS::StepFunctions::StateMachine", { RoleArn: "r", DefinitionS3Location: {} }, "DefinitionS3Location"],
    ["AWS::Events::Rule", { ScheduleExpression: "rate(1 hour)" }, "ScheduleExpression"],
    [
      "AWS::Events::Rule",
      { EventPattern: {}, Targets: [{ Id: "T", Arn: arn, SqsParameters: {} }] },
      "the property Targets.0.SqsParameters is not supported",
    ],
    ["AWS::S3Vectors::Index", { DataType: "float16", Dimension: 512, DistanceMetric: "cosine" }, "DataType"],
  ])("%s with %j", (type, properties, message) => {
    expect(problemsOf(type, properties)).toContain(message);
  });
});

test("tells everything that is wrong at once", () => {
  const act = () => {
    prepare({
      Box: { Type: "AWS::EC2::Instance" },
      Queue: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
    });
  };
  expect(act).toThrow(/Box.*Queue.*FifoQueue.*Queue.*ContentBasedDeduplication/s);
});

test("does not look at what has no local effect", () => {
  const nowhere = { Ref: "Nowhere" };
  expect(problemsOf("AWS::S3::Bucket", { LifecycleConfiguration: nowhere, Tags: nowhere })).toBe("");
  expect(problemsOf("AWS::CloudWatch::Dashboard", { DashboardBody: nowhere })).toBe("");
});

test("takes numbers and booleans that are written as text, and leaves out NoValue", () => {
  expect(problemsOf("AWS::SQS::Queue", { VisibilityTimeout: "60", FifoQueue: { Ref: "AWS::NoValue" } })).toBe(
    "",
  );
});

test("puts the resources in the order in which they can be made", () => {
  const resources = prepare({
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { EventSourceArn: arn, FunctionName: "f" },
    },
    Work: { Type: "AWS::Lambda::Function", Properties: code },
    Queue: { Type: "AWS::SQS::Queue" },
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } },
  });
  expect(resources.map(({ logicalId }) => logicalId)).toEqual(["Role", "Queue", "Work", "Mapping"]);
});

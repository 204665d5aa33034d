import { afterEach, expect, test } from "@jest/globals";
import { ServiceError } from "../../../local/service.ts";
import { Host, handlerError, lambdaTask, messageSent, roleThatMay } from "./host.ts";

let host: Host;
afterEach(() => host.remove());

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:echo";
const only = (state: object) => ({ StartAt: "A", States: { A: { End: true, ...state } } });
const service = (resource: string, Arguments: unknown, rest: object = {}) =>
  only({ Type: "Task", Resource: `arn:aws:states:::${resource}`, Arguments, ...rest });

test("lambda:invoke gives the payload beside the metadata of the call", async () => {
  host = await Host.start({ functions: { echo: (payload) => payload } });
  const { output, executionArn } = await host.run(only(lambdaTask("echo")), { a: 1 });
  expect(output).toMatchObject({ ExecutedVersion: "$LATEST", StatusCode: 200, Payload: { a: 1 } });
  expect(Object.keys(output)).toEqual(expect.arrayContaining(["SdkHttpMetadata", "SdkResponseMetadata"]));
  expect(await host.types(executionArn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
  const [, , scheduled] = await host.events(executionArn);
  expect(scheduled?.taskScheduledEventDetails).toEqual({
    resourceType: "lambda",
    resource: "invoke",
    region: "us-east-1",
    parameters: '{"FunctionName":"echo","Payload":{"a":1}}',
  });
});

test("a function as resource gives its payload alone and has events of its own", async () => {
  host = await Host.start({ functions: { [FUNCTION_ARN]: (payload) => [payload] } });
  const definition = only({ Type: "Task", Resource: FUNCTION_ARN, Arguments: { x: 1 }, TimeoutSeconds: 60 });
  const { output, executionArn } = await host.run(definition);
  expect(output).toEqual([{ x: 1 }]);
  const events = await host.events(executionArn);
  expect(events.map(({ type }) => type).slice(2, 5)).toEqual([
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionSucceeded",
  ]);
  expect(events[2]?.lambdaFunctionScheduledEventDetails).toMatchObject({
    resource: FUNCTION_ARN,
    timeoutInSeconds: 60,
  });
});

test("a thrown error has its class as name and the error object as cause", async () => {
  host = await Host.start({ functions: { bad: () => Promise.reject(handlerError("NotMedia", "no video")) } });
  const { error, cause, executionArn } = await host.run(only(lambdaTask("bad")));
  expect(error).toBe("NotMedia");
  expect(JSON.parse(cause ?? "")).toMatchObject({ errorType: "NotMedia", errorMessage: "no video" });
  expect((await host.types(executionArn)).slice(-2)).toEqual(["TaskFailed", "ExecutionFailed"]);
});

const conditional = () => {
  throw new ServiceError("ConditionalCheckFailedException", "The conditional request failed");
};
const invalid = () => {
  throw new ServiceError("ValidationException", "1 validation error detected");
};
const throttled = () => {
  throw new ServiceError("ThrottlingException", "Too many requests", 429);
};
const item = { TableName: "t", Item: { pk: { S: "1" } } };

const names: [error: string, definition: object, services: Record<string, () => unknown>][] = [
  ["Lambda.ResourceNotFoundException", only(lambdaTask("missing")), {}],
  ["DynamoDB.ConditionalCheckFailedException", service("dynamodb:putItem", item), { PutItem: conditional }],
  ["DynamoDB.AmazonDynamoDBException", service("dynamodb:putItem", item), { PutItem: invalid }],
  [
    "DynamoDb.ConditionalCheckFailedException",
    service("aws-sdk:dynamodb:putItem", item),
    { PutItem: conditional },
  ],
  ["DynamoDb.DynamoDbException", service("aws-sdk:dynamodb:putItem", item), { PutItem: invalid }],
  [
    "S3.NoSuchKeyException",
    service("aws-sdk:s3:getObject", { Bucket: "b", Key: "k" }),
    {
      GetObject: () => {
        throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
      },
    },
  ],
  [
    "BedrockRuntime.ThrottlingException",
    service("aws-sdk:bedrockruntime:invokeModel", { ModelId: "m" }),
    { InvokeModel: throttled },
  ],
  [
    "Sfn.InvalidTokenException",
    service("aws-sdk:sfn:sendTaskSuccess", { TaskToken: "none", Output: {} }),
    {},
  ],
  [
    "SQS.QueueDoesNotExistException",
    service("sqs:sendMessage", { QueueUrl: "q", MessageBody: "m" }),
    {
      SendMessage: () => {
        throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
      },
    },
  ],
  [
    "EventBridge.FailedEntry",
    service("events:putEvents", { Entries: [{ Detail: {} }] }),
    { PutEvents: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] }) },
  ],
];

test.each(names)("reports %s", async (error, definition, services) => {
  host = await Host.start({ services });
  const found = await host.run(definition);
  expect(found.error).toBe(error);
  expect(found.cause).not.toBe("");
});

test("an optimized integration adds metadata, the one of the SDK does not", async () => {
  host = await Host.start({ services: { GetItem: () => ({ Item: { n: { N: "1" } } }) } });
  const read = { TableName: "t", Key: { pk: { S: "1" } } };
  const optimized = await host.run(service("dynamodb:getItem", read));
  expect(Object.keys(optimized.output)).toEqual(["Item", "SdkHttpMetadata", "SdkResponseMetadata"]);
  const sdk = await host.run(service("aws-sdk:dynamodb:getItem", read));
  expect(sdk.output).toEqual({ Item: { n: { N: "1" } } });
});

test("objects are sent as JSON text where the service takes text", async () => {
  host = await Host.start({
    services: { ...messageSent, PutEvents: () => ({ FailedEntryCount: 0, Entries: [] }) },
  });
  await host.run(service("sqs:sendMessage", { QueueUrl: "q", MessageBody: { a: [1] } }));
  await host.run(service("events:putEvents", { Entries: [{ Source: "s", Detail: { b: 2 } }] }));
  expect(host.sent.map(({ input }) => input)).toEqual([
    { QueueUrl: "q", MessageBody: '{"a":[1]}' },
    { Entries: [{ Source: "s", Detail: '{"b":2}' }] },
  ]);
});

test("a machine starts another one through the SDK integration", async () => {
  host = await Host.start();
  const stateMachineArn = host.create(only({ Type: "Pass" }));
  const start = { StateMachineArn: stateMachineArn, Name: "child", Input: { key: "value" } };
  const { output } = await host.run(service("aws-sdk:sfn:startExecution", start));
  expect(output.ExecutionArn).toMatch(/:child$/);
  expect(Number.isNaN(Date.parse(output.StartDate))).toBe(false);
  expect((await host.ended(output.ExecutionArn)).output).toEqual({ key: "value" });
});

test("a role without the grant fails as the service fails", async () => {
  const caller = roleThatMay("sqs:SendMessage");
  host = await Host.start({ caller, functions: { echo: () => 1 } });
  const { error, cause } = await host.run(only(lambdaTask("echo")));
  expect(error).toBe("Lambda.AWSLambdaException");
  expect(cause).toContain(`not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION_ARN}`);
  expect(host.invocations).toEqual([]);
});

test.each([
  [
    "a field that it does not have",
    { FunctionName: "f", InvocationType: "Event" },
    "'InvocationType' is not supported",
  ],
  ["no function", { Payload: {} }, "'FunctionName' is required"],
])("a definition that gives lambda:invoke %s is refused", async (_, argumentsValue, message) => {
  host = await Host.start();
  expect(() => host.create(service("lambda:invoke", argumentsValue))).toThrow(message);
});

test.each([
  "ecs:runTask",
  "lambda:invoke.sync",
  "aws-sdk:kms:encrypt",
  "dynamodb:query",
  "dynamodb:getItem.waitForTaskToken",
])("the resource %s is refused", async (resource) => {
  host = await Host.start();
  expect(() => host.create(service(resource, { TableName: "t" }))).toThrow(/not supported|cannot wait/);
});

test("fields that an expression gives are checked when the task runs", async () => {
  host = await Host.start();
  const definition = service("sqs:sendMessage", "{% {'QueueUrl': 'q', 'Nope': 1} %}", {
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }],
    Next: "Z",
    End: undefined,
  });
  const found = await host.run({ ...definition, States: { ...definition.States, Z: { Type: "Succeed" } } });
  expect(found).toMatchObject({ status: "FAILED", error: "States.Runtime" });
});

test("a task that takes longer than TimeoutSeconds fails with States.Timeout and no cause", async () => {
  host = await Host.start({ functions: { slow: () => new Promise(() => {}) } });
  const found = await host.run(only(lambdaTask("slow", { TimeoutSeconds: 5 })));
  expect(found).toMatchObject({ error: "States.Timeout", cause: undefined });
  const events = await host.events(found.executionArn);
  expect(events.at(-2)).toMatchObject({
    type: "TaskTimedOut",
    taskTimedOutEventDetails: { error: "States.Timeout" },
  });
});

test("the result of a task is limited to 256 KiB", async () => {
  host = await Host.start({ functions: { large: () => "x".repeat(262_145) } });
  const found = await host.run({
    StartAt: "A",
    States: {
      A: lambdaTask("large", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }] }),
      Z: { Type: "Pass", End: true },
    },
  });
  expect(found.output).toEqual({
    Error: "States.DataLimitExceeded",
    Cause:
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
  });
});

test("Arguments of more than 256 KiB are not sent", async () => {
  host = await Host.start({ functions: { any: () => 1 } });
  const found = await host.run({
    StartAt: "A",
    States: {
      A: lambdaTask("any", { Arguments: { FunctionName: "any", Payload: "{% $pad('', 262145, 'x') %}" } }),
    },
  });
  expect(found).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  expect(host.invocations).toEqual([]);
});

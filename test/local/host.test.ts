// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Host, type HostOptions, startHost } from "../../local/host.ts";
import { synthesizeSample } from "./assembly/sample-stack.ts";
import { writeAssembly } from "./assembly/template-of.ts";
import { dummyCredentials } from "./serve.ts";

/** Bundles, worker threads and databases share the cores with other suites. */
const TIMEOUT_MS = 60_000;

let folder: string;
let hosts: Host[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "host-"));
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.stop();
  rmSync(folder, { recursive: true });
});

async function start(assembly: string, more: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({ assembly, dataDir: join(folder, "data"), port: 0, ...more });
  hosts.push(host);
  return host;
}

function clientsOf({ endpoint, place }: Host) {
  const settings = { endpoint, region: place.region, credentials: dummyCredentials };
  return {
    s3: new S3Client(settings),
    sqs: new SQSClient(settings),
    sfn: new SFNClient(settings),
    dynamodb: new DynamoDBClient(settings),
  };
}

/** Asks again until there is an answer; the time limit is that of the test. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function upload(host: Host, key: string, body = "12345") {
  const Bucket = host.outputs["VideosBucket"];
  return clientsOf(host).s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
}

function receive(host: Host, QueueUrl: string | undefined) {
  const request = { QueueUrl, WaitTimeSeconds: 1, MessageAttributeNames: ["All"] };
  return eventually(async () => {
    const { Messages } = await clientsOf(host).sqs.send(new ReceiveMessageCommand(request));
    return Messages?.[0];
  });
}

async function tokenOf(host: Host): Promise<string> {
  const question = await receive(host, host.outputs["QuestionsUrl"]);
  return JSON.parse(question.Body ?? "").token;
}

function noted(host: Host, key: string) {
  const request = { TableName: host.outputs["CatalogTable"], Key: { pk: { S: key } } };
  return eventually(async () => {
    const { Item } = await clientsOf(host).dynamodb.send(new GetItemCommand(request));
    return Item;
  });
}

function ended(host: Host) {
  const { sfn } = clientsOf(host);
  return eventually(async () => {
    const list = new ListExecutionsCommand({ stateMachineArn: host.outputs["MachineArn"] });
    const [execution] = (await sfn.send(list)).executions ?? [];
    if (execution === undefined || execution.status === "RUNNING") return undefined;
    return sfn.send(new DescribeExecutionCommand({ executionArn: execution.executionArn }));
  });
}

const queuePolicy = (queue: string) => ({
  Type: "AWS::SQS::QueuePolicy",
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Principal: { Service: "events.amazonaws.com" },
        Resource: { "Fn::GetAtt": [queue, "Arn"] },
        Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": ["Uploaded", "Arn"] } } },
      },
    },
  },
});
describe("a stack of the CDK", () => {
  test(
    "takes an upload through rule, queue, functions, state machine and table, across a restart",
    async () => {
      const assembly = await synthesizeSample(folder);
      const first = await start(assembly);
      await upload(first, "videos/a b+c.mp4");
      const token = await tokenOf(first);
      await first.stop();

      const second = await start(assembly);
      expect(second.outputs["VideosBucket"]).toBe(first.outputs["VideosBucket"]);
      const answer = { taskToken: token, output: JSON.stringify({ answer: "yes" }) };
      await clientsOf(second).sfn.send(new SendTaskSuccessCommand(answer));
      expect(await noted(second, "videos/a b+c.mp4")).toMatchObject({
        bytes: { S: "5" },
        answer: { S: "yes" },
      });
      expect((await ended(second)).status).toBe("SUCCEEDED");
    },
    TIMEOUT_MS,
  );

  test(
    "fails without a grant, with the action and the resource named",
    async () => {
      const host = await start(await synthesizeSample(folder, { withoutRead: true }));
      await upload(host, "videos/a.mp4");
      const { status, error, cause } = await ended(host);
      expect({ status, error }).toEqual({ status: "FAILED", error: "AccessDenied" });
      const bucket = host.outputs["VideosBucket"];
      expect(cause).toMatch(
        new RegExp(
          `User: arn:aws:sts::.*is not authorized to perform: s3:GetObject on resource: .*${bucket}/videos/a.mp4`,
        ),
      );
    },
    TIMEOUT_MS,
  );

  test(
    "shows which grants no call has needed",
    async () => {
      const host = await start(await synthesizeSample(folder));
      const unusedBy = (role: string) =>
        host.unusedGrants().flatMap((grant) => (grant.role.startsWith(role) ? grant.unusedActions : []));
      expect(unusedBy("Measure")).toEqual(expect.arrayContaining(["s3:GetObject*", "s3:List*"]));
      expect(unusedBy("MachineRole")).toEqual(
        expect.arrayContaining(["sqs:SendMessage", "dynamodb:PutItem"]),
      );
      await upload(host, "videos/a.mp4");
      await tokenOf(host);
      expect(unusedBy("Measure")).toEqual(expect.not.arrayContaining(["s3:GetObject*"]));
      expect(unusedBy("MachineRole")).toEqual(expect.not.arrayContaining(["sqs:SendMessage"]));
      expect(unusedBy("MachineRole")).toContain("dynamodb:PutItem");
    },
    TIMEOUT_MS,
  );
});

describe("a delivery of EventBridge", () => {
  const template = (policies: object) => ({
    Resources: {
      Videos: {
        Type: "AWS::S3::Bucket",
        Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      },
      Ingest: { Type: "AWS::SQS::Queue" },
      DeadLetters: { Type: "AWS::SQS::Queue" },
      Uploaded: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventPattern: { source: ["aws.s3"] },
          Targets: [
            {
              Id: "Queue",
              Arn: { "Fn::GetAtt": ["Ingest", "Arn"] },
              DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetters", "Arn"] } },
              InputTransformer: {
                InputPathsMap: { key: "$.detail.object.key" },
                InputTemplate: '{"key":<key>}',
              },
            },
          ],
        },
      },
      ...policies,
    },
    Outputs: {
      VideosBucket: { Value: { Ref: "Videos" } },
      Ingest: { Value: { Ref: "Ingest" } },
      DeadLetters: { Value: { Ref: "DeadLetters" } },
    },
  });

  test(
    "reaches a queue whose policy names the rule",
    async () => {
      const seen: unknown[] = [];
      const assembly = writeAssembly(folder, template({ Policy: queuePolicy("Ingest") }));
      const host = await start(assembly, { onEvent: (event) => seen.push(event) });
      await upload(host, "a.mp4");
      expect((await receive(host, host.outputs["Ingest"])).Body).toBe('{"key":"a.mp4"}');
      expect(seen).toEqual([expect.objectContaining({ source: "aws.s3", "detail-type": "Object Created" })]);
    },
    TIMEOUT_MS,
  );

  test(
    "is refused by a queue without a policy, and goes to the dead letters",
    async () => {
      const host = await start(writeAssembly(folder, template({ Policy: queuePolicy("DeadLetters") })));
      await upload(host, "a.mp4");
      const { Body, MessageAttributes } = await receive(host, host.outputs["DeadLetters"]);
      expect(JSON.parse(Body ?? "")).toMatchObject({
        source: "aws.s3",
        detail: { object: { key: "a.mp4" } },
      });
      expect(MessageAttributes?.["ERROR_CODE"]?.StringValue).toBe("NO_PERMISSIONS");
      expect(MessageAttributes?.["ERROR_MESSAGE"]?.StringValue).toContain("sqs:SendMessage");
    },
    TIMEOUT_MS,
  );
});

describe("a function as target of a rule", () => {
  const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
  const trust = {
    Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
  };
  const template = (permissions: object) => ({
    Resources: {
      Videos: {
        Type: "AWS::S3::Bucket",
        Properties: { NotificationConfiguration: { EventBridgeConfiguration: {} } },
      },
      Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } },
      Watch: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Code: { S3Key: "watch.zip" },
          Handler: "index.handler",
          Runtime: "nodejs24.x",
          Role: arnOf("Role"),
          Environment: { Variables: { GREETING: { "Fn::Sub": "seen in ${AWS::Region}" } } },
        },
      },
      DeadLetters: { Type: "AWS::SQS::Queue" },
      DeadLettersPolicy: queuePolicy("DeadLetters"),
      Uploaded: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventPattern: { source: ["aws.s3"] },
          Targets: [{ Id: "Watch", Arn: arnOf("Watch"), DeadLetterConfig: { Arn: arnOf("DeadLetters") } }],
        },
      },
      ...permissions,
    },
    Outputs: { VideosBucket: { Value: { Ref: "Videos" } }, DeadLetters: { Value: { Ref: "DeadLetters" } } },
  });
  const permission = {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: arnOf("Watch"),
      Principal: "events.amazonaws.com",
      SourceArn: arnOf("Uploaded"),
    },
  };
  const source =
    "export const handler = ({ detail }) => console.log(process.env.GREETING, detail.object.key);";

  test(
    "runs with the environment of the template when a permission names the rule",
    async () => {
      const lines: string[] = [];
      const assembly = writeAssembly(folder, template({ Permission: permission }), { watch: source });
      const host = await start(assembly, { onLog: (_name, line) => lines.push(line) });
      await upload(host, "a.mp4");
      const line = await eventually(async () => lines.find((one) => one.includes("seen")));
      expect(line).toContain("seen in us-east-1 a.mp4");
    },
    TIMEOUT_MS,
  );

  test(
    "does not run without a permission, and the event goes to the dead letters",
    async () => {
      const host = await start(writeAssembly(folder, template({}), { watch: source }));
      await upload(host, "a.mp4");
      const { MessageAttributes } = await receive(host, host.outputs["DeadLetters"]);
      expect(MessageAttributes?.["ERROR_CODE"]?.StringValue).toBe("NO_PERMISSIONS");
      expect(MessageAttributes?.["ERROR_MESSAGE"]?.StringValue).toContain("lambda:InvokeFunction");
    },
    TIMEOUT_MS,
  );
});

describe("the boot", () => {
  const bucket = { Resources: { Videos: { Type: "AWS::S3::Bucket" } } };
  const table = (key: string) => ({
    Resources: {
      Catalog: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "catalog",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
          KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
        },
      },
    },
  });

  test(
    "refuses what it does not know, and leaves nothing open",
    async () => {
      const broken = { Resources: { ...bucket.Resources, Box: { Type: "AWS::EC2::Instance" } } };
      await expect(start(writeAssembly(folder, broken))).rejects.toMatchObject({
        name: "HostError",
        code: "ASSEMBLY",
        message: expect.stringContaining("Box (AWS::EC2::Instance): the resource type is not supported"),
      });
      await start(writeAssembly(folder, bucket));
    },
    TIMEOUT_MS,
  );

  test(
    "refuses a pattern that it cannot match",
    async () => {
      const Uploaded = {
        Type: "AWS::Events::Rule",
        Properties: { EventPattern: { detail: { size: [{ near: 1 }] } } },
      };
      await expect(start(writeAssembly(folder, { Resources: { Uploaded } }))).rejects.toMatchObject({
        code: "ASSEMBLY",
        message: expect.stringMatching(/^Uploaded \(AWS::Events::Rule\): .*near/),
      });
    },
    TIMEOUT_MS,
  );

  test(
    "refuses a busy port and a data folder in use",
    async () => {
      const assembly = writeAssembly(folder, bucket);
      const { endpoint } = await start(assembly);
      const port = Number(new URL(endpoint).port);
      await expect(start(assembly, { dataDir: join(folder, "other"), port })).rejects.toMatchObject({
        code: "PORT_BUSY",
        message: expect.stringContaining(String(port)),
      });
      await expect(start(assembly)).rejects.toMatchObject({ code: "DATA_DIR_LOCKED" });
    },
    TIMEOUT_MS,
  );

  test(
    "refuses data whose table has other keys, and keeps it",
    async () => {
      await (await start(writeAssembly(folder, table("pk")))).stop();
      await expect(start(writeAssembly(folder, table("id")))).rejects.toMatchObject({
        code: "STATE_MISMATCH",
        message: expect.stringContaining("Catalog (AWS::DynamoDB::Table): AttributeDefinitions, KeySchema"),
      });
      await start(writeAssembly(folder, table("pk")));
    },
    TIMEOUT_MS,
  );

  test(
    "shows a person where everything is",
    async () => {
      const outputs = { Outputs: { VideosBucket: { Value: { Ref: "Videos" } } } };
      const host = await start(writeAssembly(folder, { ...bucket, ...outputs }));
      const page = await (await fetch(host.endpoint)).text();
      expect(page).toContain(host.endpoint);
      expect(page).toContain(`VideosBucket = ${host.outputs["VideosBucket"]}`);
    },
    TIMEOUT_MS,
  );
});

describe("an event source mapping", () => {
  const trust = (service: string) => ({
    Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } },
  });
  const template = (visibilitySec: number, actions: string[], service = "lambda.amazonaws.com") => ({
    Resources: {
      Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: visibilitySec } },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: trust(service),
          Policies: [
            {
              PolicyName: "Read",
              PolicyDocument: { Statement: { Effect: "Allow", Action: actions, Resource: "*" } },
            },
          ],
        },
      },
      Work: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Code: { S3Key: "work.zip" },
          Handler: "index.handler",
          Runtime: "nodejs24.x",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Timeout: 10,
        },
      },
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: { EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] }, FunctionName: { Ref: "Work" } },
      },
    },
  });
  const write = (content: object) =>
    writeAssembly(folder, content, { work: "export const handler = () => {}" });
  const reads = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

  test.each<[string, object, RegExp]>([
    [
      "a role that may not read the queue",
      template(60, ["sqs:DeleteMessage"]),
      /Mapping .*sqs:ReceiveMessage/,
    ],
    [
      "a queue that is visible too early",
      template(5, reads),
      /Queue visibility timeout: 5 seconds is less than/,
    ],
    [
      "a role that nobody can take on",
      template(60, reads, "ec2.amazonaws.com"),
      /Work .*Role does not trust lambda/,
    ],
  ])(
    "is refused with %s",
    async (_name, content, message) => {
      await expect(start(write(content))).rejects.toMatchObject({
        code: "ASSEMBLY",
        message: expect.stringMatching(message),
      });
    },
    TIMEOUT_MS,
  );

  test(
    "warns of a visibility timeout below six times that of the function",
    async () => {
      const warnings: string[] = [];
      const onWarning = (message: string) => warnings.push(message);
      await start(write(template(59, reads)), { onWarning });
      expect(warnings).toEqual([expect.stringContaining("(59 s) is below 6 times its timeout (10 s)")]);
    },
    TIMEOUT_MS,
  );
});

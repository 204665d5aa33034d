// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub and of DefinitionSubstitutions
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BedrockRuntimeClient, GetAsyncInvokeCommand } from "@aws-sdk/client-bedrock-runtime";
import { DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetIndexCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Host, startHost } from "../../../local/host.ts";
import { dummyCredentials } from "../serve.ts";
import { writeAssembly } from "./template-of.ts";

/** Worker threads and databases share the cores with other suites. */
const TIMEOUT_MS = 60_000;

let folder: string;
let host: Host | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resources-"));
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
  rmSync(folder, { recursive: true });
});

/** Starts the host, anew on the same data when it runs already, and gives the settings for its clients. */
async function boot(template: object) {
  await host?.stop();
  host = undefined;
  const assembly = writeAssembly(join(folder, "cdk.out"), template, {
    work: "export const handler = (event) => ({ given: event });",
  });
  host = await startHost({ assembly, dataDir: join(folder, "data"), port: 0 });
  return { endpoint: host.endpoint, region: host.place.region, credentials: dummyCredentials };
}

const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const roleFor = (service: string) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: `${service}.amazonaws.com` },
      },
    },
  },
});

test(
  "a bucket has the versioning of the template, and the policy that it denies with",
  async () => {
    const deny = {
      Effect: "Deny",
      Action: "s3:PutObject",
      Principal: "*",
      NotResource: { "Fn::Sub": "${Videos.Arn}/videos/*" },
    };
    const settings = await boot({
      Resources: {
        Videos: {
          Type: "AWS::S3::Bucket",
          Properties: { BucketName: "videos", VersioningConfiguration: { Status: "Enabled" } },
        },
        Policy: {
          Type: "AWS::S3::BucketPolicy",
          Properties: { Bucket: { Ref: "Videos" }, PolicyDocument: { Statement: deny } },
        },
      },
    });
    const s3 = new S3Client(settings);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: "videos" }))).Status).toBe("Enabled");
    await s3.send(new PutObjectCommand({ Bucket: "videos", Key: "videos/a", Body: "x" }));
    await expect(s3.send(new PutObjectCommand({ Bucket: "videos", Key: "b", Body: "x" }))).rejects.toThrow(
      "developer is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::videos/b",
    );
  },
  TIMEOUT_MS,
);

test(
  "a queue has the settings of the template",
  async () => {
    const settings = await boot({
      Resources: {
        Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
        Ingest: {
          Type: "AWS::SQS::Queue",
          Properties: {
            QueueName: "ingest",
            VisibilityTimeout: "90",
            MessageRetentionPeriod: 600,
            DelaySeconds: 5,
            ReceiveMessageWaitTimeSeconds: 20,
            RedrivePolicy: { deadLetterTargetArn: arnOf("Dead"), maxReceiveCount: 4 },
          },
        },
      },
      Outputs: { Ingest: { Value: { Ref: "Ingest" } } },
    });
    const request = { QueueUrl: host?.outputs["Ingest"], AttributeNames: ["All" as const] };
    const { Attributes = {} } = await new SQSClient(settings).send(new GetQueueAttributesCommand(request));
    expect(Attributes).toMatchObject({
      VisibilityTimeout: "90",
      MessageRetentionPeriod: "600",
      DelaySeconds: "5",
      ReceiveMessageWaitTimeSeconds: "20",
    });
    expect(JSON.parse(Attributes["RedrivePolicy"] ?? "")).toEqual({
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:111122223333:dead",
      maxReceiveCount: 4,
    });
  },
  TIMEOUT_MS,
);

test(
  "a table follows the time to live of the template from start to start",
  async () => {
    const table = (TimeToLiveSpecification?: object) => ({
      Resources: {
        Catalog: {
          Type: "AWS::DynamoDB::GlobalTable",
          Properties: {
            TableName: "catalog",
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
            KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
            Replicas: [{ Region: { Ref: "AWS::Region" }, DeletionProtectionEnabled: true }],
            TimeToLiveSpecification: TimeToLiveSpecification ?? { Ref: "AWS::NoValue" },
          },
        },
      },
    });
    const timeToLive = async (specification?: object) => {
      const dynamodb = new DynamoDBClient(await boot(table(specification)));
      const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: "catalog" }));
      return answer.TimeToLiveDescription;
    };
    const enabled = { AttributeName: "expiresAt", Enabled: true };
    expect(await timeToLive()).toEqual({ TimeToLiveStatus: "DISABLED" });
    for (const specification of [enabled, enabled, { AttributeName: "until", Enabled: true }]) {
      expect(await timeToLive(specification)).toEqual({
        TimeToLiveStatus: "ENABLED",
        AttributeName: specification.AttributeName,
      });
    }
    expect(await timeToLive({ Enabled: false })).toEqual({ TimeToLiveStatus: "DISABLED" });
  },
  TIMEOUT_MS,
);

test(
  "a table in another region is refused",
  async () => {
    const Replicas = [{ Region: "us-east-1" }, { Region: "eu-west-1" }];
    const Properties = {
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      Replicas,
    };
    await expect(
      boot({ Resources: { T: { Type: "AWS::DynamoDB::GlobalTable", Properties } } }),
    ).rejects.toThrow(
      "T (AWS::DynamoDB::GlobalTable): replicas in us-east-1, eu-west-1 are not supported, only one in us-east-1",
    );
  },
  TIMEOUT_MS,
);

test(
  "a state machine has its references and substitutions filled in, and nothing else",
  async () => {
    const definition = {
      QueryLanguage: "JSONata",
      StartAt: "Send",
      States: {
        Send: {
          Type: "Pass",
          Output: { queue: "${Queue}", size: "${Size}", kept: "${Other}", region: "REGION" },
          End: true,
        },
      },
    };
    const [before, after] = JSON.stringify(definition).split("REGION");
    const settings = await boot({
      Resources: {
        Role: roleFor("states"),
        Machine: {
          Type: "AWS::StepFunctions::StateMachine",
          Properties: {
            StateMachineName: "machine",
            RoleArn: arnOf("Role"),
            DefinitionString: { "Fn::Join": ["", [before, { Ref: "AWS::Region" }, after]] },
            DefinitionSubstitutions: { Queue: { "Fn::Sub": "${AWS::StackName}-q" }, Size: 3 },
            LoggingConfiguration: { Level: "ALL" },
          },
        },
      },
      Outputs: { Machine: { Value: { Ref: "Machine" } } },
    });
    const request = new DescribeStateMachineCommand({ stateMachineArn: host?.outputs["Machine"] });
    const answer = await new SFNClient(settings).send(request);
    expect(JSON.parse(answer.definition ?? "").States.Send.Output).toEqual({
      queue: "Test-q",
      size: "3",
      kept: "${Other}",
      region: "us-east-1",
    });
    expect(answer.roleArn).toMatch(/^arn:aws:iam::111122223333:role\/Test-Role-/);
  },
  TIMEOUT_MS,
);

test(
  "a rule on a bus of its own is called by the bus",
  async () => {
    const settings = await boot({
      Resources: {
        Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "bus" } },
        Rule: {
          Type: "AWS::Events::Rule",
          Properties: {
            Name: "rule",
            EventBusName: arnOf("Bus"),
            State: "DISABLED",
            EventPattern: { source: [{ prefix: "reel" }] },
          },
        },
      },
      Outputs: { Rule: { Value: arnOf("Rule") } },
    });
    expect(host?.outputs["Rule"]).toBe("arn:aws:events:us-east-1:111122223333:rule/bus/rule");
    const request = new DescribeRuleCommand({ Name: "rule", EventBusName: "bus" });
    const { State, EventPattern, Arn } = await new EventBridgeClient(settings).send(request);
    expect({ State, Arn, pattern: JSON.parse(EventPattern ?? "") }).toEqual({
      State: "DISABLED",
      Arn: host?.outputs["Rule"],
      pattern: { source: [{ prefix: "reel" }] },
    });
  },
  TIMEOUT_MS,
);

test(
  "a vector index has its dimension and metric, and another one is refused on the same data",
  async () => {
    const template = (Dimension: number) => ({
      Resources: {
        Vectors: { Type: "AWS::S3Vectors::VectorBucket", Properties: { VectorBucketName: "vectors" } },
        Index: {
          Type: "AWS::S3Vectors::Index",
          Properties: {
            IndexName: "visual",
            VectorBucketArn: { "Fn::GetAtt": ["Vectors", "VectorBucketArn"] },
            DataType: "float32",
            Dimension,
            DistanceMetric: "cosine",
            MetadataConfiguration: { NonFilterableMetadataKeys: ["start"] },
          },
        },
      },
    });
    const vectors = new S3VectorsClient(await boot(template(512)));
    const { index } = await vectors.send(
      new GetIndexCommand({ vectorBucketName: "vectors", indexName: "visual" }),
    );
    expect(index).toMatchObject({
      indexArn: "arn:aws:s3vectors:us-east-1:111122223333:bucket/vectors/index/visual",
      dimension: 512,
      distanceMetric: "cosine",
      metadataConfiguration: { nonFilterableMetadataKeys: ["start"] },
    });
    await expect(boot(template(1024))).rejects.toMatchObject({
      code: "STATE_MISMATCH",
      message: expect.stringContaining("Index (AWS::S3Vectors::Index): Dimension"),
    });
  },
  TIMEOUT_MS,
);

describe("a function", () => {
  const template = (properties: object) => ({
    Resources: {
      Role: roleFor("lambda"),
      Work: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "work",
          Code: { S3Bucket: { "Fn::Sub": "assets-${AWS::Region}" }, S3Key: "work.zip" },
          Handler: "index.handler",
          Runtime: "nodejs24.x",
          Role: arnOf("Role"),
          ...properties,
        },
      },
    },
  });

  test(
    "answers a client",
    async () => {
      const lambda = new LambdaClient(await boot(template({ ReservedConcurrentExecutions: 1 })));
      const request = new InvokeCommand({ FunctionName: "work", Payload: Buffer.from('{"a":1}') });
      const { Payload } = await lambda.send(request);
      expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({ given: { a: 1 } });
    },
    TIMEOUT_MS,
  );

  test.each<[string, object, string]>([
    [
      "without its asset",
      { Code: { S3Key: "other.zip" } },
      "the asset other.zip is not in the asset manifest",
    ],
    ["without its module", { Handler: "main.handler" }, "has no file for the handler main.handler"],
    [
      "with a role from elsewhere",
      { Role: "arn:aws:iam::111122223333:role/x" },
      "role/x is not in the template",
    ],
    ["with a variable that Lambda sets", { Environment: { Variables: { AWS_REGION: "x" } } }, "AWS_REGION"],
  ])(
    "is refused %s",
    async (_name, properties, message) => {
      await expect(boot(template(properties))).rejects.toMatchObject({
        code: "ASSEMBLY",
        message: expect.stringMatching(new RegExp(`^Work .*${message}`, "s")),
      });
    },
    TIMEOUT_MS,
  );
});

test(
  "Bedrock answers its client, which insists on HTTP/2",
  async () => {
    const bedrock = new BedrockRuntimeClient(await boot({ Resources: {} }));
    const invocationArn = "arn:aws:bedrock:us-east-1:111122223333:async-invoke/aaaaaaaaaaaa";
    await expect(bedrock.send(new GetAsyncInvokeCommand({ invocationArn }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
    bedrock.destroy();
  },
  TIMEOUT_MS,
);

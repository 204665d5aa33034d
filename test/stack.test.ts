import { Settings } from "../lambda/contracts/settings.ts";
import { synthesize, type TemplateJson } from "./synthesize.ts";
import {
  ENTRIES,
  environmentOf,
  functionOf,
  listed,
  resourceOf,
  resourcesOf,
  statementsOf,
} from "./template.ts";

const template = synthesize();

/** What the local host knows how to run or to leave out; a type that is not here would stop it. */
const KNOWN_TYPES = [
  ...[
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::Events::Rule",
  ],
  ...["AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"],
  ...[
    "AWS::Lambda::EventInvokeConfig",
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::StepFunctions::StateMachine",
  ],
  ...[
    "AWS::DynamoDB::GlobalTable",
    "AWS::S3Vectors::VectorBucket",
    "AWS::S3Vectors::Index",
    "AWS::Logs::LogGroup",
  ],
  ...["AWS::CloudWatch::Dashboard", "AWS::CloudWatch::Alarm"],
  ...["RestApi", "Resource", "Method", "Authorizer", "GatewayResponse", "Deployment", "Stage"].map(
    (type) => `AWS::ApiGateway::${type}`,
  ),
];

/** The only actions that AWS gives no resource to: traces, and log delivery of the state machine. */
const WITHOUT_RESOURCE = [
  ...[
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ],
  ...["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"],
  ...[
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
];

const policies = () =>
  resourcesOf(template, "AWS::IAM::Policy").map(({ properties }) => properties.PolicyDocument);

describe("the template", () => {
  test("consists of known resource types, and of no custom resource", () => {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => !KNOWN_TYPES.includes(type))).toEqual([]);
    expect([...types].filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });

  test("has outputs with short names", () => {
    expect(Object.keys(template.Outputs).sort()).toEqual(
      [
        ...["ApiUrl", "IngestQueueUrl", "StateMachineArn", "TableName"],
        ...["VectorBucket", "VideosBucket", "WorkBucket"],
      ].sort(),
    );
  });

  test("names nothing but the vector indexes, so that it can be deployed twice", () => {
    const isName = (key: string) =>
      /^(BucketName|QueueName|TableName|RoleName|FunctionName|LogGroupName|StateMachineName|VectorBucketName)$/.test(
        key,
      );
    const named = Object.entries(template.Resources).filter(
      ([, { Type, Properties = {} }]) =>
        /S3::Bucket$|Queue$|Table$|Role$|Function$|LogGroup$|StateMachine$|VectorBucket$/.test(Type) &&
        Object.keys(Properties).some(isName),
    );
    expect(named).toEqual([]);
  });

  test("has no circle of resources that wait for each other", () => {
    expect(circleIn(template)).toBeUndefined();
  });

  test("the search for circles finds one", () => {
    const Resources = {
      A: { Type: "X", Properties: { b: { "Fn::GetAtt": ["B", "Arn"] } } },
      B: { Type: "X", Properties: { a: [{ Ref: "A" }] } },
    };
    expect(circleIn({ Resources, Outputs: {} })).toEqual(["A", "B", "A"]);
  });
});

describe("rights", () => {
  test("no policy allows a wildcard of actions", () => {
    const actions = policies().flatMap(({ Statement }) => Statement.flatMap(({ Action }) => listed(Action)));
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  test("only actions that take no resource are allowed on *", () => {
    const anywhere = policies().flatMap(({ Statement }) =>
      Statement.filter(({ Resource }) => listed(Resource).includes("*")).flatMap(({ Action }) =>
        listed(Action),
      ),
    );
    expect(anywhere.filter((action) => !WITHOUT_RESOURCE.includes(action))).toEqual([]);
  });

  test.each(ENTRIES)("%s has a role of its own, which only Lambda can take", (entry) => {
    const role = functionOf(template, entry).properties.Role.replace(/^<(.*)\.Arn>$/, "$1");
    const users = resourcesOf(template, "AWS::Lambda::Function").filter(
      ({ properties }) => properties.Role === `<${role}.Arn>`,
    );
    expect(users).toHaveLength(1);
    const { AssumeRolePolicyDocument, ...others } = resourceOf(template, "AWS::IAM::Role", role);
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
    ]);
    expect(others).not.toHaveProperty("ManagedPolicyArns");
  });

  test.each(ENTRIES)("%s writes its own logs only", (entry) => {
    const { Role, LoggingConfig } = functionOf(template, entry).properties;
    const logs = statementsOf(template, Role.replace(/^<(.*)\.Arn>$/, "$1")).filter(({ Action }) =>
      listed(Action).some((action) => action.startsWith("logs:")),
    );
    expect(logs).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: LoggingConfig.LogGroup.replace(">", ".Arn>"),
      },
    ]);
  });

  test("every service that may send or invoke is bound to a source and an account", () => {
    const allowed = resourcesOf(template, "AWS::SQS::QueuePolicy")
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === "Allow");
    expect(allowed.length).toBeGreaterThan(0);
    for (const { Condition } of allowed) {
      expect(Condition).toMatchObject({
        ArnEquals: { "aws:SourceArn": expect.any(String) },
        StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
      });
    }
    const invokers = resourcesOf(template, "AWS::Lambda::Permission").map(({ properties }) => properties);
    expect(invokers.map(({ Principal }) => Principal)).toEqual(
      invokers.map(() => "apigateway.amazonaws.com"),
    );
    // The ARN of an API names the account that it belongs to.
    for (const { SourceArn } of invokers) {
      expect(SourceArn).toMatch(/^arn:aws:execute-api:us-east-1:<AWS::AccountId>:<QueryApi>\/./);
    }
  });
});

describe("functions", () => {
  test("are those that have a bundle", () => {
    const descriptions = resourcesOf(template, "AWS::Lambda::Function").map(
      ({ properties }) => properties.Description,
    );
    expect(descriptions.sort()).toEqual(ENTRIES.map((entry) => `reelbase ${entry}`).sort());
  });

  test.each(ENTRIES)("%s runs on Node 24 and arm64, traced, with bounds and logs that expire", (entry) => {
    const { properties } = functionOf(template, entry);
    expect(properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      TracingConfig: { Mode: "Active" },
      Timeout: expect.any(Number),
      MemorySize: expect.any(Number),
      Environment: {
        Variables: { NODE_OPTIONS: "--enable-source-maps", POWERTOOLS_SERVICE_NAME: "reelbase" },
      },
    });
    const logGroup = properties.LoggingConfig.LogGroup.replace(/[<>]/g, "");
    expect(resourceOf(template, "AWS::Logs::LogGroup", logGroup)).toMatchObject({ RetentionInDays: 30 });
  });

  test("are told the settings in the form in which they parse them", () => {
    const options = { temperature: "0.5", extraPrompt: 'Say "hello".', embeddingOptions: "visual,audio" };
    const { SETTINGS } = environmentOf(synthesize(options), "analyze/analyze");
    expect(Settings.parse(JSON.parse(String(SETTINGS)))).toEqual({
      pegasus: "pegasus-1.2",
      marengo: "marengo-3.0",
      embeddingOptions: ["visual", "audio"],
      embeddingScopes: ["clip", "asset"],
      temperature: 0.5,
      maxOutputTokens: 4096,
      extraPrompt: 'Say "hello".',
      invokeBudget: 6,
    });
  });
});

describe("stores", () => {
  test.each(["IngestVideos", "Work"])("%s is private, encrypted and reached by TLS 1.2 only", (bucket) => {
    expect(resourceOf(template, "AWS::S3::Bucket", bucket)).toMatchObject({
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    });
    const { Statement } = resourceOf(template, "AWS::S3::BucketPolicy", `${bucket}Policy`).PolicyDocument;
    const denied = Statement.filter(({ Effect, Action }) => Effect === "Deny" && Action === "s3:*");
    expect(denied.map(({ Condition }) => Condition)).toEqual([
      { Bool: { "aws:SecureTransport": "false" } },
      { NumericLessThan: { "s3:TlsVersion": 1.2 } },
    ]);
  });

  const queues = resourcesOf(template, "AWS::SQS::Queue");
  test.each(queues.map(({ id, properties }) => [id, properties] as const))(
    "%s is encrypted, reached by TLS only and keeps messages for 14 days",
    (id, properties) => {
      expect(properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
      const { Statement } = resourceOf(template, "AWS::SQS::QueuePolicy", `${id}Policy`).PolicyDocument;
      expect(Statement[0]).toMatchObject({
        Effect: "Deny",
        Action: "sqs:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    },
  );

  test("every queue has a DLQ or is one", () => {
    const text = JSON.stringify(resourcesOf(template, "AWS::SQS::Queue").map(({ properties }) => properties));
    const isDeadLetterQueue = (id: string) =>
      text.includes(`"deadLetterTargetArn":"<${id}.Arn>"`) ||
      JSON.stringify(resourcesOf(template, "AWS::Events::Rule")).includes(`{"Arn":"<${id}.Arn>"}`);
    const alone = queues.filter(
      ({ id, properties }) => !properties["RedrivePolicy"] && !isDeadLetterQueue(id),
    );
    expect(queues.length).toBe(14);
    expect(alone).toEqual([]);
  });

  const policyOf = (source: TemplateJson, type: string) => {
    const found = Object.values(source.Resources).filter(({ Type }) => Type === type);
    return [...new Set(found.map(({ DeletionPolicy }) => DeletionPolicy))];
  };

  test("videos and catalog stay when the stack goes; what can be made again goes with it", () => {
    expect(policyOf(template, "AWS::S3::Bucket")).toEqual(["Retain"]);
    expect(policyOf(template, "AWS::DynamoDB::GlobalTable")).toEqual(["Retain"]);
    expect(policyOf(template, "AWS::S3Vectors::Index")).toEqual(["Delete"]);
    expect(policyOf(template, "AWS::Logs::LogGroup")).toEqual(["Delete"]);
  });

  test("an ephemeral stack takes everything with it, without a function that empties buckets", () => {
    const ephemeral = synthesize({ ephemeral: "true" });
    expect(policyOf(ephemeral, "AWS::S3::Bucket")).toEqual(["Delete"]);
    expect(policyOf(ephemeral, "AWS::DynamoDB::GlobalTable")).toEqual(["Delete"]);
    const table = resourceOf(ephemeral, "AWS::DynamoDB::GlobalTable", "CatalogTable");
    expect(table["Replicas"]).toMatchObject([{ DeletionProtectionEnabled: false }]);
    expect(Object.keys(ephemeral.Resources).sort()).toEqual(Object.keys(template.Resources).sort());
  });
});

/** Ids of resources that wait for each other in a circle, or undefined. CloudFormation would refuse them. */
function circleIn({ Resources }: TemplateJson): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of dependencies(Resources[id])) {
      const circle = next in Resources ? visit(next, [...path, id]) : undefined;
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(Resources)) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}

function dependencies(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { Ref, "Fn::GetAtt": attribute, DependsOn, ...others } = value as Readonly<Record<string, unknown>>;
  return [
    ...[Ref, Array.isArray(attribute) ? attribute[0] : attribute].filter((id) => typeof id === "string"),
    ...[DependsOn].flat().filter((id) => typeof id === "string"),
    ...Object.values(others).flatMap(dependencies),
  ];
}

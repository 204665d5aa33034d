import { AccessControl } from "../../../../local/assembly/iam/access-control.ts";
import { parsePolicy } from "../../../../local/assembly/iam/statement.ts";

const place = { account: "111122223333", region: "us-east-1" };
const roleArn = "arn:aws:iam::111122223333:role/worker";
const functionArn = "arn:aws:lambda:us-east-1:111122223333:function:work";
const bucket = "arn:aws:s3:::videos";
const queue = "arn:aws:sqs:us-east-1:111122223333:ingest";
const rule = "arn:aws:events:us-east-1:111122223333:rule/uploaded";
const lambdaMayAssume = {
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
};

interface Policies {
  role?: object[];
  bucket?: object[];
  queue?: object[];
}

function setUp({ role = [], bucket: onBucket = [], queue: onQueue = [] }: Policies) {
  const access = new AccessControl(place);
  access.addRole({
    logicalId: "WorkerRole",
    name: "worker",
    arn: roleArn,
    trust: parsePolicy(lambdaMayAssume, "trust"),
    policies: [{ name: "WorkerPolicy", statements: parsePolicy({ Statement: role }, "role") }],
  });
  access.protect(bucket, parsePolicy({ Statement: onBucket }, "resource"));
  access.protect(queue, parsePolicy({ Statement: onQueue }, "resource"));
  return {
    access,
    worker: access.assume(roleArn, "lambda.amazonaws.com", "work", functionArn),
    events: access.service("events.amazonaws.com", rule),
  };
}

const allow = (Action: string | string[], Resource: string | string[], more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[], more = {}) => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});
const everybody = { Principal: "*" };

describe("a role", () => {
  test.each<[string, Policies, boolean]>([
    ["without a policy may not", {}, false],
    ["may what a statement allows", { role: [allow("s3:GetObject", `${bucket}/*`)] }, true],
    ["may under a wildcard", { role: [allow("s3:Get*", `${bucket}/*`)] }, true],
    ["may under another spelling of the action", { role: [allow("S3:getobject", `${bucket}/*`)] }, true],
    ["may not with another action", { role: [allow("s3:PutObject", `${bucket}/*`)] }, false],
    ["may not on another resource", { role: [allow("s3:GetObject", bucket)] }, false],
    [
      "may with a NotAction for others",
      { role: [{ Effect: "Allow", NotAction: "s3:Put*", Resource: "*" }] },
      true,
    ],
    [
      "may not under a NotAction for this",
      { role: [{ Effect: "Allow", NotAction: "s3:Get*", Resource: "*" }] },
      false,
    ],
    [
      "may not under a NotResource for this",
      { role: [{ Effect: "Allow", Action: "s3:*", NotResource: `${bucket}/*` }] },
      false,
    ],
    [
      "may when a Deny is for other objects",
      { role: [allow("s3:*", "*"), deny("s3:GetObject", `${bucket}/private/*`)] },
      true,
    ],
    [
      "may not when its own Deny fits",
      { role: [allow("s3:*", "*"), deny("s3:Get*", `${bucket}/videos/*`)] },
      false,
    ],
    [
      "may not when the bucket denies it to everybody",
      { role: [allow("s3:*", "*")], bucket: [deny("s3:*", `${bucket}/*`, everybody)] },
      false,
    ],
    [
      "may when the bucket denies plain HTTP only",
      {
        role: [allow("s3:*", "*")],
        bucket: [
          deny("s3:*", `${bucket}/*`, {
            Principal: { AWS: "*" },
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
          deny("s3:*", `${bucket}/*`, {
            Principal: { AWS: "*" },
            Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } },
          }),
        ],
      },
      true,
    ],
    [
      "may when the bucket allows it to the role",
      { bucket: [allow("s3:GetObject", `${bucket}/*`, { Principal: { AWS: roleArn } })] },
      true,
    ],
    [
      "may not when the bucket allows it to the account only",
      {
        bucket: [
          allow("s3:GetObject", `${bucket}/*`, { Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
        ],
      },
      false,
    ],
    [
      "may not when the bucket denies it to the account",
      {
        role: [allow("s3:*", "*")],
        bucket: [deny("s3:*", `${bucket}/*`, { Principal: { AWS: "111122223333" } })],
      },
      false,
    ],
  ])("%s", (_name, policies, expected) => {
    const { worker } = setUp(policies);
    const call = () => worker.authorize("s3:GetObject", `${bucket}/videos/a.mp4`);
    if (expected) call();
    else
      expect(call).toThrow(
        /not authorized to perform: s3:GetObject on resource: arn:aws:s3:::videos\/videos\/a.mp4/,
      );
  });

  test("is bound to the condition keys that a stand-in gives", () => {
    const model = "arn:aws:bedrock:us-west-2::foundation-model/m";
    const profile = "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.m";
    const condition = { Condition: { StringEquals: { "bedrock:InferenceProfileArn": profile } } };
    const { worker } = setUp({ role: [allow("bedrock:InvokeModel", model, condition)] });
    worker.authorize("bedrock:InvokeModel", model, { "bedrock:InferenceProfileArn": profile });
    expect(() => worker.authorize("bedrock:InvokeModel", model)).toThrow("bedrock:InvokeModel");
  });

  test("names the assumed role as the service does", () => {
    expect(() => setUp({}).worker.authorize("s3:PutObject", bucket)).toThrow(
      "User: arn:aws:sts::111122223333:assumed-role/worker/work is not authorized to perform: s3:PutObject",
    );
  });

  test("cannot be taken on by a service that it does not trust", () => {
    const { access } = setUp({});
    expect(() => access.assume(roleArn, "states.amazonaws.com", "x", functionArn)).toThrow(
      "WorkerRole does not trust states.amazonaws.com",
    );
  });
});

describe("a service", () => {
  const send = (more: object) => [allow("sqs:SendMessage", queue, more)];
  const eventsService = { Principal: { Service: "events.amazonaws.com" } };
  test.each<[string, object[], boolean]>([
    ["may not without a policy of the queue", [], false],
    [
      "may for the rule that the policy names",
      send({ ...eventsService, Condition: { ArnEquals: { "aws:SourceArn": rule } } }),
      true,
    ],
    [
      "may not for another rule",
      send({ ...eventsService, Condition: { ArnEquals: { "aws:SourceArn": `${rule}2` } } }),
      false,
    ],
    [
      "may from the account",
      send({ ...eventsService, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }),
      true,
    ],
    ["may not when another service is named", send({ Principal: { Service: "sns.amazonaws.com" } }), false],
    ["may not when denied to everybody", [...send(eventsService), deny("sqs:*", queue, everybody)], false],
  ])("%s", (_name, policy, expected) => {
    const call = () => setUp({ queue: policy }).events.authorize("sqs:SendMessage", queue);
    if (expected) call();
    else expect(call).toThrow("sqs:SendMessage");
  });
});

describe("the developer", () => {
  test("may do anything that no resource denies to everybody", () => {
    const { access } = setUp({ bucket: [deny("s3:DeleteObject", `${bucket}/*`, everybody)] });
    access.developer.authorize("s3:PutObject", `${bucket}/a`);
    access.developer.authorize("dynamodb:Scan", "arn:aws:dynamodb:us-east-1:111122223333:table/t");
    expect(() => access.developer.authorize("s3:DeleteObject", `${bucket}/a`)).toThrow("s3:DeleteObject");
  });
});

describe("the policy of a resource counts for what is in it", () => {
  const vectors = "arn:aws:s3vectors:us-east-1:111122223333:bucket/vectors";
  test.each<[string, string]>([
    [bucket, `${bucket}/videos/a.mp4`],
    [bucket, `${bucket}/a\nb`],
    [vectors, `${vectors}/index/visual`],
    [functionArn, `${functionArn}:$LATEST`],
    [queue, queue],
  ])("%s for %j", (owner, resource) => {
    const { access } = setUp({});
    access.developer.authorize("any:Action", resource);
    access.protect(owner, parsePolicy({ Statement: deny("any:*", "*", everybody) }, "resource"));
    expect(() => access.developer.authorize("any:Action", resource)).toThrow("any:Action");
    access.developer.authorize("any:Action", `${owner}2`);
  });
});

describe("unused grants", () => {
  test("are the patterns of statements that no call needed", () => {
    const { access, worker } = setUp({
      role: [
        allow(["s3:GetObject", "s3:PutObject"], [`${bucket}/videos/*`, `${bucket}/work/*`]),
        allow("sqs:SendMessage", queue, { Sid: "Send" }),
        allow("logs:PutLogEvents", "*"),
        deny("s3:DeleteObject", "*"),
      ],
    });
    const services = new Set(["s3", "sqs"]);
    worker.authorize("s3:GetObject", `${bucket}/videos/a`);
    expect(access.unusedGrants(services)).toEqual([
      {
        role: "WorkerRole",
        policy: "WorkerPolicy",
        unusedActions: ["s3:PutObject"],
        unusedResources: [`${bucket}/work/*`],
      },
      {
        role: "WorkerRole",
        policy: "WorkerPolicy",
        sid: "Send",
        unusedActions: ["sqs:SendMessage"],
        unusedResources: [queue],
      },
    ]);
    worker.authorize("s3:PutObject", `${bucket}/work/a`);
    worker.authorize("sqs:SendMessage", queue);
    expect(access.unusedGrants(services)).toEqual([]);
  });
});

describe("a managed policy", () => {
  test.each(["by the role", "by the policy"])("counts when it is attached %s", (way) => {
    const access = new AccessControl(place);
    const arn = "arn:aws:iam::111122223333:policy/reads";
    const parse = () => parsePolicy({ Statement: [allow("s3:GetObject", `${bucket}/*`)] }, "role");
    access.addManaged({ arn, name: "Reads", parse, roles: way === "by the policy" ? ["worker"] : [] });
    const trust = parsePolicy(lambdaMayAssume, "trust");
    const role = { logicalId: "WorkerRole", name: "worker", arn: roleArn, trust, policies: [] };
    access.addRole(role, way === "by the role" ? [arn] : []);
    const worker = access.assume(roleArn, "lambda.amazonaws.com", "work", functionArn);
    worker.authorize("s3:GetObject", `${bucket}/a`);
    expect(() => worker.authorize("s3:PutObject", `${bucket}/a`)).toThrow("s3:PutObject");
  });

  test("that is not in the template is refused", () => {
    const role = { logicalId: "R", name: "r", arn: roleArn, trust: [], policies: [] };
    expect(() => new AccessControl(place).addRole(role, ["arn:aws:iam::111122223333:policy/x"])).toThrow(
      "not known",
    );
  });
});

test.each<[string, object, string]>([
  ["a statement without actions", { Effect: "Allow", Resource: "*" }, "either Action or NotAction"],
  [
    "both Resource and NotResource",
    { ...allow("s3:*", "*"), NotResource: "*" },
    "either Resource or NotResource",
  ],
  ["an unknown field", { ...allow("s3:*", "*"), Conditions: {} }, "Conditions"],
  ["a principal in the policy of a role", allow("s3:*", "*", everybody), "has no Principal"],
  [
    "a federated principal",
    allow("s3:*", "*", { Principal: { Federated: "x" } }),
    "Federated is not supported",
  ],
  [
    "a session as principal",
    allow("s3:*", "*", { Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/a/b" } }),
    "is not supported",
  ],
  ["a NotPrincipal", { ...allow("s3:*", "*"), NotPrincipal: "*" }, "NotPrincipal"],
])("refuses %s", (name, statement, message) => {
  const kind =
    name.endsWith("role") || name.includes("without") || name.includes("both") ? "role" : "resource";
  expect(() => parsePolicy({ Statement: [statement] }, kind)).toThrow(message);
});

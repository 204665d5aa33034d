// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, startHost } from "../../../local/host.ts";
import { writeAssembly } from "./template-of.ts";

/** Worker threads and databases share the cores with other suites. */
const TIMEOUT_MS = 60_000;

let folder: string;
let host: Host | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "apigateway-"));
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
  rmSync(folder, { recursive: true });
});

async function boot(Resources: object): Promise<Host> {
  const assembly = writeAssembly(
    join(folder, "cdk.out"),
    { Resources, Outputs: { Id: { Value: { Ref: "Api" } }, Stage: { Value: { Ref: "Live" } } } },
    { work: 'export const handler = () => ({ statusCode: 200, body: "worked" });' },
  );
  host = await startHost({ assembly, dataDir: join(folder, "data"), port: 0 });
  return host;
}

const apiId = { Ref: "Api" };
const uri = (version = "2015-03-31", action = "invocations") => ({
  "Fn::Sub": `arn:aws:apigateway:\${AWS::Region}:lambda:path/${version}/functions/\${Work.Arn}/${action}`,
});

const resources = {
  Role: {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        },
      },
    },
  },
  Work: {
    Type: "AWS::Lambda::Function",
    Properties: {
      Code: { S3Key: "work.zip" },
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Role: { "Fn::GetAtt": ["Role", "Arn"] },
    },
  },
  // Before what it needs, as templates may have it.
  Live: {
    Type: "AWS::ApiGateway::Stage",
    Properties: { RestApiId: apiId, DeploymentId: { Ref: "Deployment" }, StageName: "live" },
  },
  Permission: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: { "Fn::GetAtt": ["Work", "Arn"] },
      Principal: "apigateway.amazonaws.com",
      SourceArn: {
        "Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/${Live}/GET/v1.2",
      },
    },
  },
  Method: {
    Type: "AWS::ApiGateway::Method",
    Properties: {
      RestApiId: apiId,
      ResourceId: { Ref: "Version" },
      HttpMethod: "ANY",
      AuthorizationType: "NONE",
      Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: uri() },
    },
  },
  Version: {
    Type: "AWS::ApiGateway::Resource",
    Properties: {
      RestApiId: apiId,
      ParentId: { "Fn::GetAtt": ["Api", "RootResourceId"] },
      PathPart: "v1.2",
    },
  },
  Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: apiId } },
  Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api" } },
};

/** The resources with other properties for one of them; undefined takes one away. */
function changed(id: keyof typeof resources, properties: object) {
  const resource = resources[id];
  return { ...resources, [id]: { ...resource, Properties: { ...resource.Properties, ...properties } } };
}

test(
  "an API answers for those methods that its function permits",
  async () => {
    const { endpoint, outputs, apiEndpoint } = await boot(resources);
    expect(outputs["Id"]).toMatch(/^[a-z0-9]{10}$/);
    expect(outputs["Stage"]).toBe("live");
    expect(apiEndpoint()).toBe(endpoint);
    expect(await (await fetch(`${endpoint}/v1.2`)).text()).toBe("worked");
    expect((await fetch(`${endpoint}/v1.2`, { method: "POST" })).status).toBe(500);
  },
  TIMEOUT_MS,
);

test.each<[string, object]>([
  ["without a stage", { ...resources, Live: { Type: "AWS::ApiGateway::Account" } }],
  ["whose endpoint is switched off", changed("Api", { DisableExecuteApiEndpoint: true })],
])(
  "an API %s is not reached",
  async (_, template) => {
    const { endpoint, apiEndpoint } = await boot({ ...template, Permission: { Type: "AWS::CDK::Metadata" } });
    expect(apiEndpoint()).toBeUndefined();
    // What belongs to no API is a bucket.
    expect((await fetch(`${endpoint}/v1.2`)).headers.get("content-type")).toBe("application/xml");
  },
  TIMEOUT_MS,
);

const authorizer = (properties: object) => ({
  ...resources,
  Keys: {
    Type: "AWS::ApiGateway::Authorizer",
    Properties: {
      RestApiId: apiId,
      Name: "keys",
      Type: "REQUEST",
      AuthorizerUri: uri(),
      IdentitySource: "method.request.header.x-api-key",
      AuthorizerResultTtlInSeconds: 0,
      ...properties,
    },
  },
});
const response = (properties: object) => ({
  ...resources,
  Answer: {
    Type: "AWS::ApiGateway::GatewayResponse",
    Properties: { RestApiId: apiId, ResponseType: "UNAUTHORIZED", ...properties },
  },
});
const integration = (properties: object) =>
  changed("Method", {
    Integration: { ...resources.Method.Properties.Integration, ...properties },
  });

test.each<[string, object, string]>([
  ["a policy", changed("Api", { Policy: {} }), "Api .*the property Policy is not supported"],
  [
    "a private endpoint",
    changed("Api", { EndpointConfiguration: { Types: ["PRIVATE"] } }),
    "Api .*EndpointConfiguration.Types",
  ],
  ["a path in one part", changed("Version", { PathPart: "a/b" }), "Version .*PathPart"],
  ["an unknown method", changed("Method", { HttpMethod: "FETCH" }), "Method .*HttpMethod"],
  ["a request validator", changed("Method", { RequestValidatorId: "x" }), "Method .*RequestValidatorId"],
  [
    "an authorizer that is not named",
    changed("Method", { AuthorizationType: "CUSTOM" }),
    "Method .*needs an AuthorizerId",
  ],
  ["another integration", integration({ Type: "MOCK" }), "Method .*Integration.Type"],
  [
    "a URI of the other mode",
    integration({ ResponseTransferMode: "STREAM" }),
    "Method .*must be .*response-streaming-invocations",
  ],
  ["another function", integration({ Uri: "arn:aws:apigateway:x" }), "Method .*must be arn:aws:apigateway"],
  ["too long a timeout", integration({ TimeoutInMillis: 30_000 }), "Method .*between 50 ms and 29000 ms"],
  ["a token authorizer", authorizer({ Type: "TOKEN" }), "Keys .*Type"],
  ["answers that are kept", authorizer({ AuthorizerResultTtlInSeconds: 300 }), "Keys .*only 0 is supported"],
  [
    "another identity source",
    authorizer({ IdentitySource: "context.identity.sourceIp" }),
    "Keys .*context.identity.sourceIp",
  ],
  [
    "a role that does not trust API Gateway",
    authorizer({ AuthorizerCredentials: { "Fn::GetAtt": ["Role", "Arn"] } }),
    "Keys .*Role does not trust apigateway.amazonaws.com",
  ],
  ["an unknown response type", response({ ResponseType: "TEAPOT" }), "Answer .*ResponseType"],
  [
    "an unknown variable",
    response({ ResponseTemplates: { "application/json": "$context.identity.apiKey" } }),
    "Answer .*context.identity.apiKey is not supported",
  ],
  [
    "two templates",
    response({ ResponseTemplates: { "application/json": "", "text/plain": "" } }),
    "Answer .*only one response template",
  ],
  [
    "a header from the request",
    response({ ResponseParameters: { "gatewayresponse.header.a": "method.request.header.a" } }),
    "Answer .*method.request.header.a",
  ],
  ["a cache", changed("Live", { CacheClusterEnabled: true }), "Live .*CacheClusterEnabled"],
  [
    "a second stage",
    {
      ...resources,
      Next: { ...resources.Live, Properties: { ...resources.Live.Properties, StageName: "next" } },
    },
    "Next .*only one is supported",
  ],
])(
  "%s is refused",
  async (_, template, message) => {
    await expect(boot(template)).rejects.toMatchObject({
      code: "ASSEMBLY",
      message: expect.stringMatching(new RegExp(message, "s")),
    });
  },
  TIMEOUT_MS,
);

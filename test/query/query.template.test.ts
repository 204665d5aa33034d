import { API_ERRORS, type ApiErrorCode } from "../../lambda/contracts/api/error.ts";
import { API_VERSIONS } from "../../lambda/query/http/api.ts";
import { synthesize, type TemplateJson } from "../synthesize.ts";
import {
  environmentOf,
  functionOf,
  grantsOf,
  type Properties,
  readable,
  resourceOf,
  resourcesOf,
} from "../template.ts";

const template = synthesize();
const signed = synthesize({ auth: "iam", apiAccessLogs: true });

const all = (type: string, source: TemplateJson = template): Properties[] =>
  resourcesOf(source, `AWS::ApiGateway::${type}`).map(({ properties }) => properties);

function only(type: string, source: TemplateJson = template): Properties {
  const [found, ...others] = all(type, source);
  if (!found || others.length > 0) throw new Error(`There is not exactly one ${type}`);
  return found;
}

describe("the API", () => {
  test("is mounted at each version of the platform's paths, and nowhere else", () => {
    const children = all("Resource").filter(({ ParentId }) => ParentId === "<QueryApi.RootResourceId>");
    expect(children.map(({ PathPart }) => PathPart)).toEqual([...API_VERSIONS]);
    const below = all("Resource").filter(({ PathPart }) => PathPart === "{proxy+}");
    expect(below).toHaveLength(children.length);
    expect(all("Method")).toHaveLength(children.length);
  });

  test("speaks TLS 1.2 at least, and takes bytes as they are", () => {
    expect(only("RestApi")).toMatchObject({
      EndpointConfiguration: { Types: ["REGIONAL"] },
      SecurityPolicy: expect.stringMatching(/^SecurityPolicy_TLS13_1_2_/),
      EndpointAccessMode: "STRICT",
      BinaryMediaTypes: ["*/*"],
    });
  });

  test("has its base address among the outputs", () => {
    expect(readable(template.Outputs["ApiUrl"]?.Value)).toBe(
      "https://<QueryApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/api",
    );
    expect(only("Stage")).toMatchObject({ StageName: "api", RestApiId: "<QueryApi>" });
  });

  test("streams each answer for as long as the function may work", () => {
    const timeoutSec = functionOf(template, "query/serve").properties.Timeout;
    expect(timeoutSec).toBe(900);
    for (const { HttpMethod, Integration } of all("Method")) {
      expect(HttpMethod).toBe("ANY");
      expect(Integration).toEqual({
        Type: "AWS_PROXY",
        IntegrationHttpMethod: "POST",
        ResponseTransferMode: "STREAM",
        TimeoutInMillis: timeoutSec * 1000,
        Uri: "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/<QueryServe.Arn>/response-streaming-invocations",
      });
    }
  });

  test("limits rate and burst, writes no bodies into logs, and is traced", () => {
    const other = synthesize({ apiRequestsPerSecond: 7, apiBurst: 9 });
    expect(only("Stage")).toMatchObject({ TracingEnabled: true, MethodSettings: [LIMITS(50, 100)] });
    expect(only("Stage", other)).toMatchObject({ MethodSettings: [LIMITS(7, 9)] });
  });

  const LIMITS = (rate: number, burst: number) => ({
    HttpMethod: "*",
    ResourcePath: "/*",
    DataTraceEnabled: false,
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: burst,
  });

  test("sets nothing for other APIs of the account", () => {
    expect(all("Account")).toEqual([]);
    expect(all("Account", signed)).toEqual([]);
  });
});

describe("access logs", () => {
  test("are off where the account may have no role for them", () => {
    expect(only("Stage")).not.toHaveProperty("AccessLogSetting");
  });

  test("name neither keys nor query strings, and expire", () => {
    const { DestinationArn, Format } = only("Stage", signed)["AccessLogSetting"] as Record<string, string>;
    expect(DestinationArn).toMatch(/^arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:<QueryAccessLogs>$/);
    expect(resourceOf(signed, "AWS::Logs::LogGroup", "QueryAccessLogs")).toMatchObject({
      RetentionInDays: 30,
    });
    expect(Format).toContain("$context.requestId");
    expect(Format).not.toMatch(/header|querystring|\$context\.path|body/i);
  });
});

describe("the gate", () => {
  test("stands in front of every method", () => {
    for (const method of all("Method")) {
      expect(method).toMatchObject({ AuthorizationType: "CUSTOM", AuthorizerId: "<QueryAuthorizer>" });
    }
    for (const method of all("Method", signed)) {
      expect(method).toMatchObject({ AuthorizationType: "AWS_IAM" });
      expect(method).not.toHaveProperty("AuthorizerId");
    }
  });

  test("looks at the key of each request, and keeps no answer", () => {
    expect(only("Authorizer")).toMatchObject({
      Type: "REQUEST",
      IdentitySource: "method.request.header.x-api-key",
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(all("Authorizer", signed)).toEqual([]);
  });

  test("is asked by this API only, and so is the function behind it", () => {
    const api = "arn:aws:execute-api:us-east-1:<AWS::AccountId>:<QueryApi>";
    const allowed = resourcesOf(template, "AWS::Lambda::Permission").map(({ properties }) => [
      properties["FunctionName"],
      properties["SourceArn"],
    ]);
    expect(allowed).toEqual([
      ["<QueryServe.Arn>", `${api}/<QueryApiDeploymentStageapi>/*/v1.2/*`],
      ["<QueryServe.Arn>", `${api}/<QueryApiDeploymentStageapi>/*/v1.3/*`],
      ["<QueryAuthorize.Arn>", `${api}/authorizers/<QueryAuthorizer>`],
    ]);
  });

  test("may read an item of the table, and nothing else", () => {
    expect(grantsOf(template, "query/authorize")).toEqual(["dynamodb:GetItem <CatalogTable.Arn>"]);
    expect(environmentOf(template, "query/authorize")).toEqual({ TABLE_NAME: "<CatalogTable>" });
  });
});

describe("what the gateway answers by itself", () => {
  const answersOf = (source: TemplateJson) =>
    new Map(
      all("GatewayResponse", source).map(({ ResponseType, StatusCode, ResponseTemplates }) => {
        const templates = ResponseTemplates as Readonly<Record<string, string>>;
        expect(Object.keys(templates)).toEqual(["application/json"]);
        return [
          String(ResponseType),
          { status: Number(StatusCode), text: String(Object.values(templates)[0]) },
        ];
      }),
    );

  test.each([
    ["with keys", template],
    ["with signatures", signed],
  ])("%s is in the API's own words and of the status that belongs to the code", (_what, source) => {
    const answers = answersOf(source);
    expect([...answers.keys()]).toEqual(expect.arrayContaining(["DEFAULT_4XX", "DEFAULT_5XX"]));
    for (const [type, { status, text }] of answers) {
      if (type === "THROTTLED" || text.includes("$")) continue;
      const { code, message, ...others } = JSON.parse(text);
      expect([type, status]).toEqual([type, API_ERRORS[code as ApiErrorCode]]);
      expect([typeof message, others]).toEqual(["string", {}]);
    }
  });

  const STATUS_AND_CODE = [
    ["UNAUTHORIZED", 401, "api_key_invalid"],
    ["MISSING_AUTHENTICATION_TOKEN", 404, "endpoint_not_exists"],
    ["REQUEST_TOO_LARGE", 413, "body_too_large"],
    ["AUTHORIZER_FAILURE", 503, "service_unavailable"],
    ["INTEGRATION_FAILURE", 503, "service_unavailable"],
    ["INTEGRATION_TIMEOUT", 504, "model_timeout"],
    ["DEFAULT_5XX", 500, "internal_error"],
  ] as const;

  test.each(STATUS_AND_CODE)("%s is %d %s", (type, status, code) => {
    const answer = answersOf(template).get(type);
    expect([answer?.status, JSON.parse(answer?.text ?? "").code]).toEqual([status, code]);
  });

  test("repeats nothing of the request: of the authorizer's words two, whose texts are fixed", () => {
    const variables = [...answersOf(template).values(), ...answersOf(signed).values()].flatMap(
      ({ text }) => text.match(/\$[\w.]+/g) ?? [],
    );
    expect(variables).toEqual(["$context.authorizer.code", "$context.authorizer.message"]);
    expect(answersOf(template).get("ACCESS_DENIED")?.text).toBe(
      '{"code":"$context.authorizer.code","message":"$context.authorizer.message"}',
    );
  });

  test("says no more than the status to who asks too often, as the platform", () => {
    expect(answersOf(template).get("THROTTLED")).toEqual({ status: 429, text: "" });
  });

  test("without a signature is not taken for a wrong key", () => {
    for (const type of ["MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "EXPIRED_TOKEN"]) {
      expect(answersOf(signed).get(type)).toMatchObject({ status: 403 });
    }
    expect(answersOf(signed).has("UNAUTHORIZED")).toBe(false);
  });
});

describe("the function behind the API", () => {
  test("has a full core, because searching is arithmetic", () => {
    expect(functionOf(template, "query/serve").properties).toMatchObject({ MemorySize: 1769 });
  });

  test("is told where everything is", () => {
    expect(environmentOf(template, "query/serve")).toEqual({
      ACCOUNT_ID: "<AWS::AccountId>",
      FETCH_HOSTS: "",
      FETCH_QUEUE_URL: "<IngestFetchesQueue>",
      REMOVAL_QUEUE_URL: "<CatalogRemovalsQueue>",
      SETTINGS: expect.any(String),
      TABLE_NAME: "<CatalogTable>",
      VECTOR_BUCKET: expect.anything(),
      VIDEOS_BUCKET: "<IngestVideos>",
      WORK_BUCKET: "<Work>",
    });
  });

  test("may stream Pegasus, and invoke Marengo as a whole only", () => {
    const invokes = grantsOf(template, "query/serve").filter((grant) => grant.startsWith("bedrock:"));
    const streamed = invokes.filter((grant) => grant.includes("WithResponseStream"));
    expect(streamed.length).toBeGreaterThan(0);
    expect(streamed.filter((grant) => !grant.includes("pegasus"))).toEqual([]);
    const others = resourcesOf(template, "AWS::Lambda::Function")
      .map(({ properties }) => properties.Description.replace("reelbase ", ""))
      .filter((entry) => entry !== "query/serve")
      .flatMap((entry) => grantsOf(template, entry));
    expect(others.filter((grant) => grant.includes("WithResponseStream"))).toEqual([]);
  });

  test("may not delete a file, start an execution or change vectors", () => {
    const grants = grantsOf(template, "query/serve");
    expect(grants.filter((grant) => /s3:Delete|states:|s3vectors:(Put|Delete)/.test(grant))).toEqual([]);
  });
});

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  App,
  aws_apigateway as apigateway,
  Duration,
  aws_lambda as lambda,
  aws_logs as logs,
  Stack,
} from "aws-cdk-lib";

/** Answers with its event; other paths show what goes wrong. */
const bufferedSource = `
  const answers = {
    "/plain/headers": () => ({
      statusCode: 201,
      headers: { "X-One": "1", "Content-Type": "text/plain", Server: "mine" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], "x-many": ["c", "d"] },
      body: "made",
    }),
    "/plain/bytes": () => ({ statusCode: 200, isBase64Encoded: true, body: "AAEC/w==" }),
    "/plain/empty": () => ({ statusCode: 204 }),
    "/plain/number": () => ({ statusCode: 200, body: 5 }),
    "/plain/text": () => "text",
    "/plain/unknown": () => ({ statusCode: 200, status: 200 }),
    "/plain/throws": () => { throw new Error("secret"); },
    "/plain/slow": () => new Promise(() => {}),
  };
  export const handler = async (event) => {
    const answer = answers[event.path];
    return answer ? answer() : { statusCode: 200, body: JSON.stringify(event) };
  };`;

/** \`/stream/gate\` goes on when its test has answered at the address that the query gives. */
const streamSource = `
  const wait = (event) => fetch(event.queryStringParameters.gate);
  const begin = (stream, metadata) => {
    const body = awslambda.HttpResponseStream.from(stream, metadata);
    body.write("");
    return body;
  };
  const paths = {
    "/stream/gate": async (event, stream) => {
      stream = begin(stream, { statusCode: 202, headers: { "content-type": "text/plain" }, cookies: ["a=1", "b=2"] });
      stream.write("first,");
      await wait(event);
      stream.end("second");
    },
    "/stream/headers-only": async (event, stream) => {
      stream = begin(stream, { statusCode: 200 });
      await wait(event);
      stream.end("late");
    },
    "/stream/empty": async (event, stream) => begin(stream, { statusCode: 204 }).end(),
    "/stream/breaks": async (event, stream) => {
      stream = begin(stream, { statusCode: 200 });
      stream.write("first,");
      await wait(event);
      throw new Error("secret");
    },
    "/stream/left": async (event, stream) => {
      stream = begin(stream, { statusCode: 200 });
      stream.write("first,");
      await wait(event);
      for (let i = 0; i < 20; i += 1) await new Promise((done) => stream.write("x".repeat(100_000), done));
      stream.end();
      console.log("went on to its end");
    },
    "/stream/no-metadata": async (event, stream) => { stream.write("text"); stream.end(); },
    "/stream/long-metadata": async (event, stream) => { stream.write("x".repeat(20_000)); stream.end(); },
    "/stream/no-json": async (event, stream) => { stream.write("{" + "\\0".repeat(8)); stream.end(); },
    "/stream/no-status": async (event, stream) => begin(stream, { statusCode: 42 }).end(),
    "/stream/throws": async () => { throw new Error("secret"); },
    "/stream/slow": async (event, stream) => { await new Promise(() => {}); },
  };
  export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
    const path = paths[event.path];
    if (path) return path(event, stream);
    stream = begin(stream, { statusCode: 200 });
    stream.end(JSON.stringify(event));
  });`;

const authorizerSource = `
  const policy = (Effect, Resource) => ({ Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource }] });
  const answers = {
    good: (event) => ({ context: { scopes: "read", level: 3, admin: true, event: JSON.stringify(event) } }),
    denied: ({ methodArn }) => ({ policyDocument: policy("Deny", methodArn), context: { reason: "revoked" } }),
    elsewhere: ({ methodArn }) => ({ policyDocument: policy("Allow", methodArn + "/x") }),
    unauthorized: () => { throw new Error("Unauthorized"); },
    fails: () => { throw new Error("secret"); },
    nobody: () => ({ principalId: undefined }),
    nested: () => ({ context: { a: { b: 1 } } }),
    malformed: () => ({ policyDocument: { Statement: [{ Effect: "Maybe" }] } }),
    resource: () => ({ policyDocument: policy("Allow", "everything") }),
  };
  export const handler = async (event) => {
    console.log("asked");
    return { principalId: "me", policyDocument: policy("Allow", event.methodArn), ...answers[event.headers["x-api-key"]](event) };
  };`;

/** Synthesizes a REST API as a user of the CDK would write it; gives back the folder of the cloud assembly. */
export function synthesizeApi(folder: string): string {
  const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));
  const outdir = join(folder, "cdk.out");
  const app = new App({ context, outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, "Api");
  const fn = (id: string, source: string) => {
    const dir = join(folder, id);
    mkdirSync(dir);
    writeFileSync(join(dir, "index.mjs"), source);
    return new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      code: lambda.Code.fromAsset(dir),
      handler: "index.handler",
      timeout: Duration.seconds(60),
    });
  };
  const api = new apigateway.RestApi(stack, "Rest", {
    cloudWatchRole: false,
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    binaryMediaTypes: ["*/*"],
    deployOptions: {
      stageName: "live",
      tracingEnabled: true,
      throttlingRateLimit: 50,
      throttlingBurstLimit: 100,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      accessLogDestination: new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, "Access")),
    },
  });
  const authorizer = new apigateway.RequestAuthorizer(stack, "Keys", {
    handler: fn("Authorize", authorizerSource),
    identitySources: [apigateway.IdentitySource.header("x-api-key")],
    resultsCacheTtl: Duration.seconds(0),
  });
  const buffered = fn("Buffered", bufferedSource);
  const streaming = new apigateway.LambdaIntegration(fn("Streaming", streamSource), {
    responseTransferMode: apigateway.ResponseTransferMode.STREAM,
    timeout: Duration.seconds(20),
  });
  const proxy = (
    path: string,
    integration: apigateway.Integration,
    options: apigateway.MethodOptions = {},
  ) => {
    const resource = api.root.addResource(path);
    resource.addMethod("ANY", integration, options);
    resource.addProxy({ defaultIntegration: integration, defaultMethodOptions: options });
    return resource;
  };
  proxy("plain", new apigateway.LambdaIntegration(buffered, { timeout: Duration.seconds(20) }));
  proxy("stream", streaming);
  proxy("v1.2", streaming, { authorizer });
  proxy("iam", new apigateway.LambdaIntegration(buffered), {
    authorizationType: apigateway.AuthorizationType.IAM,
  });
  const item = api.root.addResource("items").addResource("{id}");
  item.addMethod("GET", new apigateway.LambdaIntegration(buffered));
  // An integration that the CDK does not know the function of gets no permission.
  const unpermitted = new apigateway.AwsIntegration({
    service: "lambda",
    path: `2015-03-31/functions/${buffered.functionArn}/invocations`,
    proxy: true,
  });
  api.root.addResource("unpermitted").addMethod("GET", unpermitted);
  api.addGatewayResponse("NoKey", {
    type: apigateway.ResponseType.UNAUTHORIZED,
    responseHeaders: { "x-code": "'no_key'", "x-id": "context.requestId" },
    templates: { "application/json": '{"code":"api_key_invalid","message":$context.error.messageString}' },
  });
  api.addGatewayResponse("Denied", {
    type: apigateway.ResponseType.ACCESS_DENIED,
    statusCode: "401",
    templates: {
      "application/json":
        '{"why":"$context.authorizer.reason","who":"$context.authorizer.principalId","said":"$context.error.message"}',
    },
  });
  return app.synth().directory;
}

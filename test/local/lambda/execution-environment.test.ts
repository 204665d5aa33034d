import { devNull } from "node:os";
import { call, fail, type Host, openHost, place } from "./host.ts";

let host: Host;
beforeAll(async () => {
  host = await openHost();
});
afterAll(() => host.close());

const COUNTER = "let n = 0; export const handler = async () => (n += 1);";

describe("execution environment", () => {
  it("keeps the module's state from one event to the next", async () => {
    await host.deploy(COUNTER, { name: "counter" });
    expect([await call(host, "counter"), await call(host, "counter")]).toEqual([1, 2]);
  });

  it("gives two events at once an environment each", async () => {
    await host.deploy(
      "let n = 0; export const handler = async ({ ms }) => { n += 1; await new Promise((r) => setTimeout(r, ms)); return n; };",
      { name: "pair" },
    );
    const results = await Promise.all([call(host, "pair", { ms: 300 }), call(host, "pair", { ms: 300 })]);
    expect(results).toEqual([1, 1]);
  });

  it("goes on with the same environment after a handler's own error", async () => {
    await host.deploy(
      "let n = 0; export const handler = async () => { n += 1; if (n === 1) throw new Error('once'); return n; };",
      { name: "once" },
    );
    await fail(host, "once");
    expect(await call(host, "once")).toBe(2);
  });

  it("shows the function's variables and those of Lambda, and nothing of the host's", async () => {
    await host.deploy("export const handler = async () => ({ ...process.env });", {
      name: "variables",
      environment: { TABLE: "catalog" },
      accessKeyId: "role-of-variables",
      memoryMb: 256,
    });
    expect(await call(host, "variables")).toEqual({
      TABLE: "catalog",
      TZ: "UTC",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ACCESS_KEY_ID: "role-of-variables",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_LAMBDA_FUNCTION_NAME: "variables",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      LAMBDA_TASK_ROOT: expect.stringContaining("variables"),
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    });
  });

  it("hands the handler a context", async () => {
    const arn = await host.deploy(
      "export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });",
      { name: "context", timeoutSec: 20, memoryMb: 512 },
    );
    const context = (await call(host, "context")) as Record<string, unknown>;
    expect(context).toMatchObject({
      functionName: "context",
      functionVersion: "$LATEST",
      invokedFunctionArn: arn,
      memoryLimitInMB: "512",
      logGroupName: "/aws/lambda/context",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    });
    expect(context["left"]).toBeGreaterThan(0);
    expect(context["left"]).toBeLessThanOrEqual(20_000);
    expect(arn).toBe(`arn:aws:lambda:${place.region}:${place.account}:function:context`);
  });

  it.each([
    ["index.mjs", "index.handler", "export const handler = async () => 'esm';", "esm"],
    ["index.cjs", "index.handler", "exports.handler = async () => 'cjs';", "cjs"],
    ["index.js", "index.handler", "exports.handler = async () => 'js';", "js"],
    ["src/app.mjs", "src/app.run", "export const run = () => 'folder';", "folder"],
    ["app.mjs", "app.api.get", "export const api = { get: async () => 'nested' };", "nested"],
  ])("loads %s for %s", async (file, handler, source, result) => {
    const name = `load-${file.replaceAll(/\W/g, "-")}-${result}`;
    await host.deploy(source, { name, file, handler });
    expect(await call(host, name)).toBe(result);
  });

  it.each([
    ["undefined", "null"],
    ["null", "null"],
    ["({ at: new Date(0), gone: undefined })", '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["[1, undefined]", "[1,null]"],
  ])("sends %s through JSON", async (result, payload) => {
    const name = `json-${Buffer.from(result).toString("hex")}`.slice(0, 60);
    await host.deploy(`export const handler = async () => ${result};`, { name });
    expect(await host.lambda.invoke(name, "{}")).toEqual({ payload });
  });
});

describe("a handler that fails", () => {
  it.each([
    ["class TooLong extends Error { name = 'TooLong' }", "throw new TooLong('5 h')", "TooLong", "5 h"],
    ["", "throw new TypeError('no')", "TypeError", "no"],
    ["", "throw 'text'", "string", "text"],
    ["", "return 1n", "Error", "Unable to stringify response body"],
    [
      "",
      "Promise.reject(new Error('lost')); await new Promise(() => {})",
      "Runtime.UnhandledPromiseRejection",
      "Error: lost",
    ],
    [
      "",
      "setTimeout(() => { throw new RangeError('late') }, 1); await new Promise(() => {})",
      "RangeError",
      "late",
    ],
  ])("%s %s gives %s", async (before, body, errorType, errorMessage) => {
    const name = `fails-${errorType.replaceAll(/\W/g, "-")}-${body.length}`;
    await host.deploy(`${before}; export const handler = async () => { ${body}; };`, { name });
    expect(await fail(host, name)).toMatchObject({ errorType, errorMessage });
  });

  it("tells where the error came from", async () => {
    await host.deploy("export const handler = async () => { throw new Error('here'); };", { name: "trace" });
    const { trace } = await fail(host, "trace");
    expect(trace?.[0]).toBe("Error: here");
    expect(trace?.[1]).toContain("index.mjs");
  });

  it("is stopped at its timeout and never used again", async () => {
    await host.deploy(
      "let n = 0; export const handler = async ({ loop }) => { n += 1; while (loop); return n; };",
      { name: "loop", timeoutSec: 1 },
    );
    expect(await call(host, "loop", { loop: false })).toBe(1);
    const { errorType, errorMessage } = await fail(host, "loop", { loop: true });
    expect(errorType).toBe("Sandbox.Timedout");
    expect(errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/);
    expect(await call(host, "loop", { loop: false })).toBe(1);
  });

  it("ends with Runtime.OutOfMemory above its memory size", async () => {
    await host.deploy(
      "export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };",
      { name: "memory" },
    );
    expect(await fail(host, "memory")).toMatchObject({ errorType: "Runtime.OutOfMemory" });
  });

  it("ends with Runtime.ExitError when it leaves the process, and works the next time", async () => {
    await host.deploy(
      "export const handler = async ({ leave }) => { if (leave) process.exit(3); return 'ok'; };",
      {
        name: "leaves",
      },
    );
    const { errorType, errorMessage } = await fail(host, "leaves", { leave: true });
    expect(errorType).toBe("Runtime.ExitError");
    expect(errorMessage).toMatch(/Error: Runtime exited with error: exit status 3$/);
    expect(await call(host, "leaves", { leave: false })).toBe("ok");
  });

  it.each([
    ["missing file", "other.handler", "export const handler = 1;", "Runtime.ImportModuleError"],
    ["missing export", "index.other", "export const handler = 1;", "Runtime.HandlerNotFound"],
    ["no function", "index.handler", "export const handler = 1;", "Runtime.HandlerNotFound"],
    ["no export named", "index", "export const handler = 1;", "Runtime.MalformedHandlerName"],
    ["missing package", "index.handler", "import 'not-there';", "Runtime.ImportModuleError"],
    ["broken syntax", "index.handler", "export const = ;", "Runtime.UserCodeSyntaxError"],
    ["an error at load", "index.handler", "throw new RangeError('boot');", "RangeError"],
    [
      "a callback",
      "index.handler",
      "export const handler = (event, context, done) => done(null, 1);",
      "Runtime.CallbackHandlerDeprecated",
    ],
  ])("cannot start with %s", async (title, handler, source, errorType) => {
    const name = `start-${title.replaceAll(" ", "-")}`;
    await host.deploy(source, { name, handler });
    expect(await fail(host, name)).toMatchObject({ errorType });
  });

  it("gives Function.ResponseSizeTooLarge above 6 MB", async () => {
    await host.deploy("export const handler = async ({ size }) => 'x'.repeat(size);", { name: "large" });
    expect(await call(host, "large", { size: 6_000_000 })).toHaveLength(6_000_000);
    expect(await fail(host, "large", { size: 6_300_000 })).toEqual({
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
  });
});

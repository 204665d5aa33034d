import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { CfnQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { addChecks } from "../lib/checks.ts";
import { cdkContext, stackWith, synthesize } from "./synthesize.ts";
import { ENTRIES, functionOf } from "./template.ts";

const template = synthesize();

describe("the app", () => {
  const run = (context: Readonly<Record<string, unknown>>, outdir: string) =>
    spawnSync(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("../bin/app.ts", import.meta.url))],
      {
        env: {
          ...process.env,
          CDK_CONTEXT_JSON: JSON.stringify(context),
          CDK_OUTDIR: outdir,
          CDK_VALIDATION: "false",
        },
        encoding: "utf8",
      },
    );
  const outdir = mkdtempSync(join(tmpdir(), "reelbase-app-"));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test("writes the template that the tests see", () => {
    const { status, stderr } = run(cdkContext(), outdir);
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(join(outdir, "Reelbase.template.json"), "utf8"))).toEqual(template);
  });

  test("says what is wrong with an option, without a stack trace, and fails", () => {
    const { status, stderr } = run({ ...cdkContext(), pegasuss: "pegasus-1.2" }, outdir);
    expect(stderr).toBe('Wrong configuration:\n  - pegasuss: no such option. Did you mean "pegasus"?\n');
    expect(status).toBe(1);
  });
});

describe("the checks that guard a deployment", () => {
  const outdir = mkdtempSync(join(tmpdir(), "reelbase-checks-"));
  const { CDK_VALIDATION } = process.env;
  // Off in all other suites, where it would cost seconds each.
  beforeAll(() => {
    process.env["CDK_VALIDATION"] = "true";
  });
  afterAll(() => {
    if (CDK_VALIDATION === undefined) delete process.env["CDK_VALIDATION"];
    else process.env["CDK_VALIDATION"] = CDK_VALIDATION;
    rmSync(outdir, { recursive: true });
  });

  const findings = (folder: string) => {
    const { pluginReports } = JSON.parse(readFileSync(join(folder, "validation-report.json"), "utf8"));
    return pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
      violations.map(({ ruleName }) => ruleName),
    );
  };

  test("pass", () => {
    const { app } = stackWith({}, { validate: true });
    addChecks(app);
    expect(() => app.synth()).not.toThrow();
  });

  test.each([
    { region: "eu-west-1" },
    { region: "ap-northeast-2", ephemeral: true, monitoring: false },
    { auth: "iam", apiAccessLogs: true },
    { pegasus: "pegasus-1.5", marengo: "marengo-2.7", allowLegacy: true },
  ])("pass with %j", (options) => {
    const { app } = stackWith(options);
    addChecks(app);
    expect(() => app.synth()).not.toThrow();
  });

  test("refuse what CloudFormation would refuse", () => {
    const { app, stack } = stackWith({}, { validate: true });
    new CfnQueue(stack, "Bad", { visibilityTimeout: 999_999 });
    expect(() => app.synth()).toThrow(/VisibilityTimeout: 999999 is greater than the maximum/);
  });

  test("refuse a queue without TLS and a role that may do anything", () => {
    const folder = join(outdir, "refused");
    const { app, stack } = stackWith({}, { outdir: folder });
    new Queue(stack, "Open");
    const role = stack.node.findChild("Ingest").node.findChild("ReceiveRole") as Role;
    role.addToPolicy(new PolicyStatement({ actions: ["s3:*"], resources: ["*"] }));
    addChecks(app);
    expect(() => app.synth()).toThrow(/does not require requests to use SSL/);
    expect(findings(folder)).toEqual(
      expect.arrayContaining(["AwsSolutions-SQS4", "AwsSolutions-IAM5[Action::s3:*]"]),
    );
  });
});

describe("handlers", () => {
  /** Starts a bundle as Lambda would, in a process that has these variables and no others. */
  function startBundle(entry: string, variables: Readonly<Record<string, string>>) {
    const bundle = new URL(`../dist/${entry}/index.mjs`, import.meta.url).href;
    // What the runtime puts beside every handler.
    const runtime = "globalThis.awslambda = { streamifyResponse: (handler) => handler };";
    const script = `${runtime} console.log(typeof (await import(${JSON.stringify(bundle)})).handler)`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      env: {
        AWS_REGION: "us-east-1",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        ...variables,
      },
      encoding: "utf8",
    });
    return stdout.trim() === "function" ? "started" : stderr;
  }

  const variablesOf = (entry: string) => {
    const variables = Object.entries(functionOf(template, entry).properties.Environment.Variables);
    return Object.fromEntries(
      variables.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
    );
  };

  test.each(ENTRIES)("%s starts with the variables that the template gives it", (entry) => {
    expect(startBundle(entry, variablesOf(entry))).toBe("started");
  });

  test("a missing variable would stop a handler", () => {
    const { TABLE_NAME, ...others } = variablesOf("ingest/receive");
    expect(startBundle("ingest/receive", others)).toContain("TABLE_NAME is missing");
  });
});

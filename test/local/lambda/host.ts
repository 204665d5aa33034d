import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { type Clock, wallClock } from "../../../local/clock.ts";
import {
  createLambda,
  type FunctionOptions,
  type LambdaOptions,
  type LambdaStandIn,
} from "../../../local/lambda/stand-in.ts";
import type { Port } from "../../../local/port.ts";
import type { Caller } from "../../../local/service.ts";
import { developer, dummyCredentials, serve } from "../serve.ts";

/** A Lambda stand-in on a port of its own, with functions made from source text. */
export interface Host {
  readonly lambda: LambdaStandIn;
  readonly client: LambdaClient;
  readonly port: Port;
  readonly logDir: string;
  /** What handlers wrote, as `function: line`. */
  readonly lines: string[];
  /** Writes the file and registers the function; gives back its ARN. */
  deploy(source: string, options?: Partial<FunctionOptions> & { file?: string }): Promise<string>;
  close(): Promise<void>;
}

export const place = { account: "111122223333", region: "eu-west-1" };

export async function openHost(
  options: Partial<LambdaOptions> & { clock?: Clock; caller?: Caller } = {},
): Promise<Host> {
  const dir = await mkdtemp(join(tmpdir(), "lambda-"));
  const logDir = join(dir, "logs");
  const lines: string[] = [];
  const lambda = createLambda({
    place,
    clock: wallClock(),
    endpoint: () => "http://127.0.0.1:9",
    logDir,
    onLog: (name, line) => lines.push(`${name}: ${line}`),
    ...options,
  });
  const port = await serve(lambda, options.caller ?? developer);
  const client = new LambdaClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  return {
    lambda,
    client,
    port,
    logDir,
    lines,
    async deploy(source, { file = "index.mjs", ...changes } = {}) {
      const name = changes.name ?? "work";
      const codeDir = join(dir, name);
      await mkdir(dirname(join(codeDir, file)), { recursive: true });
      await writeFile(join(codeDir, file), source);
      return lambda.createFunction({ ...aFunction(name, codeDir), ...changes }).arn;
    },
    async close() {
      client.destroy();
      await port.close();
      await lambda.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function aFunction(name: string, codeDir: string): FunctionOptions {
  return {
    name,
    codeDir,
    handler: "index.handler",
    memoryMb: 128,
    timeoutSec: 30,
    environment: {},
    accessKeyId: "role-of-work",
    runtime: "nodejs24.x",
  };
}

/** Runs the function and gives its result as a value; throws when it failed. */
export async function call(host: Host, name: string, event: unknown = {}): Promise<unknown> {
  const { payload, functionError } = await host.lambda.invoke(name, JSON.stringify(event));
  if (functionError) throw new Error(payload);
  return JSON.parse(payload);
}

/** Runs the function and gives the error that it ended with. */
export async function fail(host: Host, name: string, event: unknown = {}) {
  const { payload, functionError } = await host.lambda.invoke(name, JSON.stringify(event));
  expect(functionError).toBe("Unhandled");
  return JSON.parse(payload) as { errorType: string; errorMessage: string; trace?: string[] };
}

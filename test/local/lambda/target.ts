import "../patience.ts";
import { randomUUID } from "node:crypto";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { wallClock } from "../../../local/clock.ts";
import { createCleanUp } from "../clean-up.ts";
import { requiredVariable } from "../required-variable.ts";
import { remote } from "../serve.ts";
import { openHost } from "./host.ts";
import { zipOf } from "./zip.ts";

/** Lambda as a client sees it: the stand-in, or with `REMOTE=1` the account of the environment. */
export interface Target {
  readonly client: LambdaClient;
  /** Makes a function of 128 MB with the variable `A=b` from the text of `index.mjs`. */
  deploy(source: string, reservedConcurrency?: number): Promise<{ name: string; arn: string }>;
  close(): Promise<void>;
}

const TIMEOUT_SEC = 60;

export function openTarget(): Promise<Target> {
  return remote ? openRemote() : openLocal();
}

async function openLocal(): Promise<Target> {
  const host = await openHost({ clock: wallClock() });
  return {
    client: host.client,
    async deploy(source, reservedConcurrency) {
      const name = `reelbase-test-${randomUUID()}`;
      const settings = { name, timeoutSec: TIMEOUT_SEC, environment: { A: "b" }, reservedConcurrency };
      return { name, arn: await host.deploy(source, settings) };
    },
    close: () => host.close(),
  };
}

/** Needs a role for the functions: its ARN in `REMOTE_LAMBDA_ROLE_ARN`. */
async function openRemote(): Promise<Target> {
  const client = new LambdaClient({});
  const role = requiredVariable("REMOTE_LAMBDA_ROLE_ARN", "the ARN of a role that Lambda functions can have");
  const cleanUp = createCleanUp((name) => name === "ResourceNotFoundException");
  return {
    client,
    async deploy(source, reservedConcurrency) {
      const name = `reelbase-test-${randomUUID()}`;
      cleanUp.add(() => client.send(new DeleteFunctionCommand({ FunctionName: name })));
      const { FunctionArn: arn = "" } = await client.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Role: role,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          MemorySize: 128,
          Timeout: TIMEOUT_SEC,
          Environment: { Variables: { A: "b" } },
          Code: { ZipFile: zipOf("index.mjs", source) },
        }),
      );
      await waitUntilFunctionActiveV2({ client, maxWaitTime: 120 }, { FunctionName: name });
      if (reservedConcurrency !== undefined) {
        const limit = { FunctionName: name, ReservedConcurrentExecutions: reservedConcurrency };
        await client.send(new PutFunctionConcurrencyCommand(limit));
      }
      return { name, arn };
    },
    async close() {
      await cleanUp.run();
      client.destroy();
    },
  };
}

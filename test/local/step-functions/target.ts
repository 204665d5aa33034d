import { randomUUID } from "node:crypto";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { remote } from "../serve.ts";
import { Host } from "./host.ts";

/** Where the contract tests run: the stand-in, or a real account with `REMOTE=1`. */
export interface Target {
  readonly client: SFNClient;
  /** Makes a machine in JSONata; removed at the end. */
  create(definition: object): Promise<string>;
  close(): Promise<void>;
}

/** In a real account the machines get the role that `REMOTE_STATES_ROLE_ARN` names; they call no service. */
export async function openTarget(): Promise<Target> {
  return remote ? openRemote() : openLocal();
}

async function openLocal(): Promise<Target> {
  const host = await Host.start();
  return {
    client: host.client,
    create: async (definition) => host.create(definition),
    close: () => host.remove(),
  };
}

function openRemote(): Target {
  const client = new SFNClient({});
  const roleArn = process.env["REMOTE_STATES_ROLE_ARN"];
  const made: string[] = [];
  return {
    client,
    async create(definition) {
      const { stateMachineArn = "" } = await client.send(
        new CreateStateMachineCommand({
          name: `contract-${randomUUID()}`,
          roleArn,
          definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
        }),
      );
      made.push(stateMachineArn);
      return stateMachineArn;
    },
    async close() {
      for (const stateMachineArn of made)
        await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    },
  };
}

/** Runs a machine to its end. */
export async function runOn({ client, create }: Target, definition: object, input: unknown = {}) {
  const stateMachineArn = await create(definition);
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  for (;;) {
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (found.status !== "RUNNING") return { ...found, executionArn };
    await new Promise((resolve) => setTimeout(resolve, remote ? 500 : 2));
  }
}

import "../patience.ts";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { remote } from "../serve.ts";
import { openLocal } from "./local-target.ts";
import { openRemote } from "./remote-target.ts";

/** Step Functions as a client sees them: the stand-in, or with `REMOTE=1` the account of the environment. */
export interface Target {
  readonly client: SFNClient;
  /** Makes a machine in JSONata; removed at the end. */
  create(definition: object): Promise<string>;
  /**
   * Starts a machine whose only state sends its token away and waits for the answer.
   *
   * @param state further fields of the state
   */
  waitForToken(state?: object): Promise<{ executionArn: string; taskToken: string }>;
  close(): Promise<void>;
}

export function openTarget(): Promise<Target> {
  return remote ? openRemote() : openLocal();
}

/** Waits for the end of an execution. */
export async function ended(
  { client }: Target,
  executionArn: string,
): Promise<DescribeExecutionCommandOutput & { executionArn: string }> {
  for (;;) {
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (found.status !== "RUNNING") return { ...found, executionArn };
    await new Promise((resolve) => setTimeout(resolve, remote ? 500 : 2));
  }
}

/** Runs a machine to its end. */
export async function runOn(target: Target, definition: object, input: unknown = {}) {
  const stateMachineArn = await target.create(definition);
  const { executionArn = "" } = await target.client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return ended(target, executionArn);
}

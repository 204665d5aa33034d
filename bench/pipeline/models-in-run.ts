import { GetAsyncInvokeCommand } from "@aws-sdk/client-bedrock-runtime";
import { s3Uri } from "../../lambda/keys.ts";
import type { BenchHost } from "./bench-host.ts";
import type { ClipRun } from "./run-clip.ts";

/**
 * How long the models were at work in a run: from the start of the asynchronous invocation to the last answer or
 * output, by the stand-in's own records. A Pegasus call that began before that counts as the pipeline's time, so the
 * figure is rather too small than too large.
 * @returns milliseconds
 */
export async function modelsInRun(
  { bedrock, clients, host }: BenchHost,
  { key }: Pick<ClipRun, "key">,
): Promise<number> {
  const uri = s3Uri(clients.outputs.videosBucket, key);
  const calls = (await host.ledger()).filter((entry) => entry.uri === uri);
  const invocationArn = calls.find((entry) => entry.invocationArn !== undefined)?.invocationArn;
  if (calls.length !== 2 || invocationArn === undefined)
    throw new Error(`${key} took ${calls.length} model calls instead of one of each model.`);
  const { submitTime } = await bedrock.send(new GetAsyncInvokeCommand({ invocationArn }));
  return Math.max(...calls.map(({ at }) => Date.parse(at))) - (submitTime?.getTime() ?? Number.NaN);
}

import { type Body, ended, type Item, idOf, start } from "./requests.ts";
import { type BedrockTarget, MARENGO_ASYNC } from "./target.ts";

/** What the invocation wrote into output.json. */
export async function outputOf(target: BedrockTarget, arn: string | undefined): Promise<Item[]> {
  const text = await target.read(`results/${idOf(arn)}/output.json`);
  return (JSON.parse(text ?? "null") as { data: Item[] }).data;
}

/** Runs an invocation to its end, which must be a good one. */
export async function embedded(target: BedrockTarget, input: Body, modelId = MARENGO_ASYNC): Promise<Item[]> {
  const { invocationArn } = await start(target.client, target.bucket, input, { modelId });
  expect(await ended(target.client, invocationArn)).toMatchObject({ status: "Completed" });
  return outputOf(target, invocationArn);
}

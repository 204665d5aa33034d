import {
  type BedrockRuntimeClient,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import type { Body } from "./requests.ts";

/** Sends a body to a model and gives the pieces of its answer, each of them JSON. */
export async function pieces(client: BedrockRuntimeClient, modelId: string, body: Body): Promise<Body[]> {
  const { body: stream = [] } = await client.send(
    new InvokeModelWithResponseStreamCommand({
      modelId,
      contentType: "application/json",
      accept: "application/json",
      body: JSON.stringify(body),
    }),
  );
  const all: Body[] = [];
  for await (const { chunk } of stream as AsyncIterable<{ chunk?: { bytes?: Uint8Array } }>) {
    all.push(JSON.parse(new TextDecoder().decode(chunk?.bytes)) as Body);
  }
  return all;
}

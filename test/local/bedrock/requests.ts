import "./patience.ts";
import {
  type BedrockRuntimeClient,
  GetAsyncInvokeCommand,
  type GetAsyncInvokeCommandOutput,
  InvokeModelCommand,
  StartAsyncInvokeCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { MARENGO, MARENGO_ASYNC } from "./target.ts";

export type Body = Record<string, unknown>;

export interface Item {
  embedding: number[];
  embeddingOption?: string;
  embeddingScope?: string;
  startSec?: number;
  endSec?: number;
}

/** Sends a body to a model and gives the JSON that it answers. */
export async function invoke(client: BedrockRuntimeClient, modelId: string, body: unknown): Promise<Body> {
  const answer = await client.send(
    new InvokeModelCommand({
      modelId,
      contentType: "application/json",
      accept: "application/json",
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
  return JSON.parse(new TextDecoder().decode(answer.body)) as Body;
}

export const s3 = (uri: string) => ({ s3Location: { uri } });

export const pegasusBody = (uri: string, more: Body = {}): Body => ({
  inputPrompt: "Describe the video.",
  mediaSource: s3(uri),
  ...more,
});

export const withSchema = (schema: unknown): Body => ({ responseFormat: { jsonSchema: schema } });

export const videoInput = (uri: string, more: Body = {}): Body => ({
  inputType: "video",
  video: { mediaSource: s3(uri), ...more },
});

/** The embedding of a text with Marengo 3.0. */
export async function embedText(client: BedrockRuntimeClient, inputText: string): Promise<number[]> {
  const answer = await invoke(client, MARENGO, { inputType: "text", text: { inputText } });
  return (answer["data"] as Item[])[0]?.embedding ?? [];
}

export function start(
  client: BedrockRuntimeClient,
  bucket: string,
  modelInput: Body,
  more: Partial<{ modelId: string; clientRequestToken: string; s3Uri: string }> = {},
) {
  const { modelId = MARENGO_ASYNC, clientRequestToken, s3Uri = `s3://${bucket}/results` } = more;
  return client.send(
    new StartAsyncInvokeCommand({
      modelId,
      modelInput: modelInput as never,
      outputDataConfig: { s3OutputDataConfig: { s3Uri } },
      ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
    }),
  );
}

/** Asks until the invocation has ended. */
export async function ended(
  client: BedrockRuntimeClient,
  invocationArn: string | undefined,
): Promise<GetAsyncInvokeCommandOutput> {
  for (;;) {
    const state = await client.send(new GetAsyncInvokeCommand({ invocationArn }));
    if (state.status !== "InProgress") return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const idOf = (arn: string | undefined): string => arn?.split("/").pop() ?? "";

export function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

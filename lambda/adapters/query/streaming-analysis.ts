import {
  type BedrockRuntimeClient,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import * as z from "zod";
import { parsePegasusChunk } from "../../contracts/pegasus.ts";
import { UnexpectedShape } from "../../contracts/unexpected-shape.ts";
import { PermanentError } from "../../domain/errors.ts";
import { type AnalysisModel, invokeRoute } from "../../models.ts";
import type { AnswerPiece, StreamingAnalysis } from "../../query/ports.ts";
import { bedrockError } from "../bedrock-errors.ts";

const JSON_TYPE = "application/json";

/** Pegasus on Bedrock by `InvokeModelWithResponseStream`, by the route that the registry gives for the region. */
export function bedrockStreamingAnalysis(
  client: BedrockRuntimeClient,
  model: AnalysisModel,
  region: string,
): StreamingAnalysis {
  const route = invokeRoute(model, region);
  return {
    async *ask(body) {
      if (route === undefined)
        throw new PermanentError("CONFIG", `${model.name} is not to be had in ${region}.`);
      for await (const bytes of chunksOf(client, route.id, body)) yield pieceOf(bytes);
    },
  };
}

/** The chunks' bytes; what the service reports in the middle of a stream is an error as one at its beginning is. */
async function* chunksOf(client: BedrockRuntimeClient, modelId: string, body: unknown) {
  try {
    const answer = await client.send(
      new InvokeModelWithResponseStreamCommand({
        modelId,
        contentType: JSON_TYPE,
        accept: JSON_TYPE,
        body: JSON.stringify(body),
      }),
    );
    for await (const { chunk } of answer.body ?? []) if (chunk?.bytes) yield chunk.bytes;
  } catch (error) {
    throw bedrockError(error);
  }
}

/** On the last chunk. */
const Metrics = z.object({
  "amazon-bedrock-invocationMetrics": z.object({ outputTokenCount: z.number() }),
});

function pieceOf(bytes: Uint8Array): AnswerPiece {
  const chunk = parsed(new TextDecoder().decode(bytes));
  const metrics = Metrics.safeParse(chunk);
  return {
    ...parsePegasusChunk(chunk),
    ...(metrics.success
      ? { outputTokens: metrics.data["amazon-bedrock-invocationMetrics"].outputTokenCount }
      : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnexpectedShape("chunk of Pegasus: no JSON");
  }
}

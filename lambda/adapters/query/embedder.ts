import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { decodeVector, encodeVector, normalise } from "../../domain/embedding.ts";
import { PermanentError, TemporaryError } from "../../domain/errors.ts";
import { isTooLong } from "../../domain/search/text-length.ts";
import { queryEmbeddingKey } from "../../keys.ts";
import { type EmbeddingModel, invokeRoute } from "../../models.ts";
import type { Clock } from "../../ports.ts";
import type { QueryEmbedder } from "../../query/ports.ts";
import { bedrockError } from "../bedrock-errors.ts";
import { storing } from "../service-errors.ts";
import { embeddingFailure, tooLong } from "./embedding-failure.ts";
import { recentlyUsed } from "./recently-used.ts";

export interface EmbedderParts {
  readonly bedrock: BedrockRuntimeClient;
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly model: EmbeddingModel;
  readonly region: string;
  readonly clock: Clock;
}

/** How long the vector of a text is kept: people ask the same for weeks, and it costs 2 KB. */
const KEPT_SEC = 30 * 24 * 3600;
/** Vectors in memory, of 2 to 4 KB each. */
const IN_MEMORY = 500;

const Kept = z.object({ embedding: z.instanceof(Uint8Array) });

/** Queries through the embedding model. Texts are looked up in memory, then in the catalog, and then paid for. */
export function queryEmbedder(parts: EmbedderParts): QueryEmbedder {
  const { model } = parts;
  const memory = recentlyUsed<Float32Array>(IN_MEMORY);
  return {
    text: async (text) => {
      if (isTooLong(text, model.maxTextTokens)) throw tooLong();
      return memory.get(text, async () => {
        const kept = await load(parts, text);
        if (kept !== undefined) return kept;
        const vector = await invoke(parts, model.buildTextRequest(text), "text");
        await keep(parts, text, vector);
        return vector;
      });
    },
    image: (image) => invoke(parts, model.buildImageRequest(image), "image"),
  };
}

async function invoke(
  { bedrock, model, region }: EmbedderParts,
  request: object,
  kind: "text" | "image",
): Promise<Float32Array> {
  const route = invokeRoute(model, region);
  if (route === undefined)
    throw new PermanentError("CONFIG", `${model.name} answers no queries in ${region}.`);
  try {
    const { body } = await bedrock.send(
      new InvokeModelCommand({
        modelId: route.id,
        contentType: "application/json",
        accept: "application/json",
        body: JSON.stringify(request),
      }),
    );
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    return normalise(model.parseResponse(answer)).vector;
  } catch (error) {
    throw embeddingFailure(bedrockError(error), kind);
  }
}

async function load({ table, tableName, model }: EmbedderParts, text: string) {
  const { Item } = await storing("Reading the embedding of a query", () =>
    table.send(new GetCommand({ TableName: tableName, Key: queryEmbeddingKey(model.key, text) })),
  );
  return Item === undefined ? undefined : decodeVector(Kept.parse(Item).embedding);
}

/** The vector is paid for and good: that the table is busy does not take it from the caller. */
async function keep(
  { table, tableName, model, clock }: EmbedderParts,
  text: string,
  vector: Float32Array,
): Promise<void> {
  const Item = {
    ...queryEmbeddingKey(model.key, text),
    type: "Embedding",
    embedding: encodeVector(vector),
    expiresAt: Math.floor(clock.now() / 1000) + KEPT_SEC,
  };
  try {
    await storing("Keeping the embedding of a query", () =>
      table.send(new PutCommand({ TableName: tableName, Item })),
    );
  } catch (error) {
    if (!(error instanceof TemporaryError)) throw error;
  }
}

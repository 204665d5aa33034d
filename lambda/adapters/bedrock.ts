import {
  type BedrockRuntimeClient,
  GetAsyncInvokeCommand,
  InvokeModelCommand,
  StartAsyncInvokeCommand,
  type StartAsyncInvokeCommandInput,
} from "@aws-sdk/client-bedrock-runtime";
import { PermanentError } from "../domain/errors.ts";
import { type AnalysisModel, type EmbeddingModel, invokeRoute } from "../models.ts";
import type { AnalysisService, AsyncStatus, EmbeddingService } from "../ports.ts";
import { bedrockError } from "./bedrock-errors.ts";

const JSON_TYPE = "application/json";

/** Pegasus on Bedrock, by the route that the registry gives for the region. */
export function bedrockAnalysis(
  client: BedrockRuntimeClient,
  model: AnalysisModel,
  region: string,
): AnalysisService {
  const route = invokeRoute(model, region);
  return {
    invoke: async (body) => {
      if (route === undefined)
        throw new PermanentError("CONFIG", `${model.name} is not to be had in ${region}.`);
      try {
        const { body: answer } = await client.send(
          new InvokeModelCommand({
            modelId: route.id,
            contentType: JSON_TYPE,
            accept: JSON_TYPE,
            body: JSON.stringify(body),
          }),
        );
        return parsed(new TextDecoder().decode(answer));
      } catch (error) {
        throw bedrockError(error);
      }
    },
  };
}

/** A proxy's page with status 200 is no answer either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Marengo's asynchronous invocations on Bedrock: these take the bare model id in every region. */
export function bedrockEmbeddings(
  client: BedrockRuntimeClient,
  model: EmbeddingModel,
  accountId: string,
): EmbeddingService {
  return {
    start: async (input, outputUri, token) => {
      try {
        const { invocationArn } = await client.send(
          new StartAsyncInvokeCommand({
            modelId: model.modelId,
            modelInput: input as StartAsyncInvokeCommandInput["modelInput"],
            outputDataConfig: { s3OutputDataConfig: { s3Uri: outputUri, bucketOwner: accountId } },
            clientRequestToken: token,
          }),
        );
        if (invocationArn === undefined)
          throw new PermanentError("MODEL_ERROR", "Bedrock gave no invocation.");
        return invocationArn;
      } catch (error) {
        throw error instanceof PermanentError ? error : bedrockError(error);
      }
    },
    ...bedrockStatus(client),
  };
}

/** How an invocation stands, whatever model it is of. */
export function bedrockStatus(client: BedrockRuntimeClient): Pick<EmbeddingService, "status"> {
  return {
    status: async (invocationArn) => {
      try {
        return statusOf(await client.send(new GetAsyncInvokeCommand({ invocationArn })));
      } catch (error) {
        throw bedrockError(error);
      }
    },
  };
}

interface Invocation {
  readonly status?: string | undefined;
  readonly failureMessage?: string | undefined;
  readonly endTime?: Date | undefined;
  readonly lastModifiedTime?: Date | undefined;
  readonly outputDataConfig?: { s3OutputDataConfig?: { s3Uri?: string | undefined } } | undefined;
}

/** A status that the API does not name counts as failed: waiting for it could last for ever. */
function statusOf(invocation: Invocation): AsyncStatus {
  const { status, failureMessage, endTime, lastModifiedTime, outputDataConfig } = invocation;
  if (status === "InProgress") return { status };
  if (status === "Completed") {
    const outputUri = outputDataConfig?.s3OutputDataConfig?.s3Uri ?? "";
    return { status, outputUri, endedAtMs: (endTime ?? lastModifiedTime)?.getTime() ?? 0 };
  }
  return { status: "Failed", message: failureMessage ?? `Bedrock gives the status ${status}.` };
}

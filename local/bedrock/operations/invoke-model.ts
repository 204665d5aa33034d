import { jsonBody } from "../body.ts";
import type { Context, ModelCall } from "../context.ts";
import { validation } from "../errors.ts";
import { checkInvokeHeaders } from "../invoke-headers.ts";
import { embed } from "../marengo/embed.ts";
import { invokeAnswer } from "../marengo/output.ts";
import { marengoRequest } from "../marengo/parse-request.ts";
import { addressForInvoke, authorizeInvoke, type ModelAddress } from "../model-address.ts";
import type { PegasusAnswer } from "../pegasus/answer.ts";
import { analyzeVideo } from "./analyze-video.ts";

/** `InvokeModel`: the model's own JSON. */
export async function invokeModel(call: ModelCall, context: Context): Promise<string> {
  checkInvokeHeaders(call.headers);
  const address = addressForInvoke(call.modelId, context.place, context.clock);
  authorizeInvoke(address, "bedrock:InvokeModel", call.caller, context.place);
  if (address.model.family === "marengo") return embedNow(address, call, context);
  const answer = await analyzeVideo(address, "InvokeModel", call, context);
  return JSON.stringify(pegasusBody(answer, address, context));
}

function pegasusBody(
  { message, finish, segments }: PegasusAnswer,
  { model }: ModelAddress,
  context: Context,
) {
  if (model.key === "pegasus-1.2") return { message, finishReason: finish };
  const timed = segments === undefined ? {} : { segments, definition_errors: [] };
  return { message, ...timed, [context.variants.finishKey15]: finish };
}

async function embedNow(
  { model, modelId }: ModelAddress,
  call: ModelCall,
  context: Context,
): Promise<string> {
  const request = marengoRequest(jsonBody(call.body), model, context.place);
  if (request.kind === "video" || request.kind === "audio") {
    throw validation(`The input type ${request.kind} is not supported by InvokeModel: use StartAsyncInvoke.`);
  }
  context.quotas.take(model);
  const { embeddings, seconds } = await embed(request, model, context, call.caller);
  await context.clock.sleep(context.modelLatencySec * 1000, context.stopping);
  const image = request.kind === "image" ? request.images[0] : undefined;
  await context.ledger.add({
    operation: "InvokeModel",
    modelId,
    ...(image !== undefined && "uri" in image ? { uri: image.uri } : {}),
    seconds,
    at: new Date(context.clock.now()).toISOString(),
  });
  return invokeAnswer(embeddings, context.variants);
}

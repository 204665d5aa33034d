import { jsonBody } from "../body.ts";
import type { Context, ModelCall } from "../context.ts";
import type { LedgerEntry } from "../ledger.ts";
import { measureVideo } from "../measured-media.ts";
import type { ModelAddress } from "../model-address.ts";
import { type PegasusAnswer, pegasusAnswer } from "../pegasus/answer.ts";
import { pegasusRequest } from "../pegasus/request.ts";

/** Runs one Pegasus call and enters it into the ledger. */
export async function analyzeVideo(
  address: ModelAddress,
  operation: LedgerEntry["operation"],
  call: ModelCall,
  context: Context,
): Promise<PegasusAnswer> {
  const { model, modelId } = address;
  const request = pegasusRequest(jsonBody(call.body), model, context.place, context.variants);
  context.quotas.take(model);
  const { measured, etag } = await measureVideo(request.media, model, context, call.caller);
  const answer = pegasusAnswer(request, measured);
  await context.clock.sleep(context.modelLatencySec * 1000, context.stopping);
  await context.ledger.add({
    operation,
    modelId,
    ...("uri" in request.media ? { uri: request.media.uri } : {}),
    ...(etag === undefined ? {} : { etag }),
    seconds: measured.durationSec,
    at: new Date(context.clock.now()).toISOString(),
  });
  return answer;
}

import { jsonBody } from "../body.ts";
import type { Context, ModelCall } from "../context.ts";
import type { LedgerEntry } from "../ledger.ts";
import { measureVideo } from "../measured-media.ts";
import type { ModelAddress } from "../model-address.ts";
import { type PegasusAnswer, pegasusAnswer } from "../pegasus/answer.ts";
import { pegasusRequest } from "../pegasus/request.ts";

/** An answer of Pegasus that is ready; how its time passes is left to the operation. */
export interface MeasuredAnswer {
  readonly answer: PegasusAnswer;
  /** Enters the call into the ledger. */
  readonly bill: () => Promise<void>;
}

/** Checks a Pegasus request, takes it from the quota and looks at the video. */
export async function measureAnswer(
  { model, modelId }: ModelAddress,
  operation: LedgerEntry["operation"],
  call: ModelCall,
  context: Context,
): Promise<MeasuredAnswer> {
  const request = pegasusRequest(jsonBody(call.body), model, context.place, context.variants);
  context.quotas.take(model);
  const { measured, etag } = await measureVideo(request.media, model, context, call.caller);
  const bill = () =>
    context.ledger.add({
      operation,
      modelId,
      ...("uri" in request.media ? { uri: request.media.uri } : {}),
      ...(etag === undefined ? {} : { etag }),
      seconds: measured.durationSec,
      at: new Date(context.clock.now()).toISOString(),
    });
  return { answer: pegasusAnswer(request, measured), bill };
}

/** One Pegasus call whose answer comes as a whole, after the model's time. */
export async function analyzeVideo(
  address: ModelAddress,
  operation: LedgerEntry["operation"],
  call: ModelCall,
  context: Context,
): Promise<PegasusAnswer> {
  const { answer, bill } = await measureAnswer(address, operation, call, context);
  await context.clock.sleep(context.modelLatencySec * 1000, context.stopping);
  await bill();
  return answer;
}

import { Readable } from "node:stream";
import type { Context, ModelCall } from "../context.ts";
import { validation } from "../errors.ts";
import { chunkFrame } from "../event-stream.ts";
import { checkInvokeHeaders } from "../invoke-headers.ts";
import { addressForInvoke, authorizeInvoke } from "../model-address.ts";
import { type PegasusAnswer, tokensOf } from "../pegasus/answer.ts";
import { analyzeVideo } from "./analyze-video.ts";

/** `InvokeModelWithResponseStream`: the same answer in pieces of a word each. */
export async function invokeModelWithResponseStream(call: ModelCall, context: Context): Promise<Readable> {
  checkInvokeHeaders(call.headers);
  const address = addressForInvoke(call.modelId, context.place, context.clock);
  authorizeInvoke(address, "bedrock:InvokeModelWithResponseStream", call.caller, context.place);
  if (!address.model.streams) throw validation("The model is unsupported for streaming.");
  const started = context.clock.now();
  const answer = await analyzeVideo(address, "InvokeModelWithResponseStream", call, context);
  return Readable.from(chunksOf(answer, Math.round(context.clock.now() - started)), { objectMode: false });
}

/** The finish reason is empty until the last piece, which carries the metrics too. */
function* chunksOf({ message, finish, segments }: PegasusAnswer, latency: number): Generator<Buffer> {
  for (const piece of message.match(/\s*\S+|\s+$/g) ?? [])
    yield chunkFrame({ message: piece, stopReason: "" });
  yield chunkFrame({
    message: "",
    ...(segments === undefined ? {} : { segments, definition_errors: [] }),
    stopReason: finish,
    "amazon-bedrock-invocationMetrics": {
      inputTokenCount: 0,
      outputTokenCount: tokensOf(message),
      invocationLatency: latency,
      firstByteLatency: latency,
    },
  });
}

import { Readable } from "node:stream";
import type { Context, ModelCall } from "../context.ts";
import { validation } from "../errors.ts";
import { chunkFrame } from "../event-stream.ts";
import { checkInvokeHeaders } from "../invoke-headers.ts";
import { addressForInvoke, authorizeInvoke } from "../model-address.ts";
import { type PegasusAnswer, tokensOf } from "../pegasus/answer.ts";
import { type MeasuredAnswer, measureAnswer } from "./analyze-video.ts";

/** The part of the model's time before its first word; the words are spread over the rest. */
const BEFORE_FIRST = 0.2;

/** `InvokeModelWithResponseStream`: the same answer in pieces of a word each, spread over the model's time. */
export async function invokeModelWithResponseStream(call: ModelCall, context: Context): Promise<Readable> {
  checkInvokeHeaders(call.headers);
  const address = addressForInvoke(call.modelId, context.place, context.clock);
  authorizeInvoke(address, "bedrock:InvokeModelWithResponseStream", call.caller, context.place);
  if (!address.model.streams) throw validation("The model is unsupported for streaming.");
  const measured = await measureAnswer(address, "InvokeModelWithResponseStream", call, context);
  return Readable.from(paced(measured, context), { objectMode: false });
}

async function* paced({ answer, bill }: MeasuredAnswer, context: Context): AsyncGenerator<Buffer> {
  const latencyMs = context.modelLatencySec * 1000;
  const frames = [...chunksOf(answer, Math.round(latencyMs))];
  const pauseMs = (latencyMs * (1 - BEFORE_FIRST)) / frames.length;
  try {
    if (latencyMs > 0) await context.clock.sleep(latencyMs * BEFORE_FIRST, context.stopping);
    for (const frame of frames) {
      yield frame;
      if (latencyMs > 0) await context.clock.sleep(pauseMs, context.stopping);
    }
  } finally {
    // Also when the caller leaves in the middle: the model has begun.
    await bill();
  }
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
      firstByteLatency: Math.round(latency * BEFORE_FIRST),
    },
  });
}

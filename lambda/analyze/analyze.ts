import { pegasusSchema } from "../contracts/analysis.ts";
import type { LaneMessage } from "../contracts/lane.ts";
import { s3Media } from "../contracts/media-source.ts";
import type { PegasusRequest } from "../contracts/pegasus.ts";
import type { Settings } from "../contracts/settings.ts";
import { StoredAnswer } from "../contracts/stored-answer.ts";
import { UnexpectedShape } from "../contracts/unexpected-shape.ts";
import type { Answered } from "../contracts/workflow.ts";
import { readAnswer, readCutAnswer } from "../domain/answer.ts";
import { PermanentError, TemporaryError } from "../domain/errors.ts";
import {
  type AnalysisRequest,
  PROMPT_PACK_VERSION,
  promptFor,
  SMALLER_REQUESTS,
  WHOLE_REQUEST,
} from "../domain/prompts/pack.ts";
import { answerKey, hashOf, s3Uri, versionHashOf } from "../keys.ts";
import type { LaneWork } from "../lane/worker.ts";
import type { AnalysisModel } from "../models.ts";
import type { AnalysisService, Catalog, Log, ObjectStore } from "../ports.ts";
import { Throttled } from "../ports.ts";

export interface AnalyzePorts {
  readonly catalog: Catalog;
  readonly work: ObjectStore;
  readonly service: AnalysisService;
  readonly model: AnalysisModel;
  readonly settings: Settings;
  readonly accountId: string;
}

/**
 * Asks Pegasus about one part of a video. Every call bills the whole part again, so there is one call for everything;
 * only when its answer was cut or cannot be read are the fields asked for in smaller calls.
 *
 * @returns the keys of the answers that hold all fields between them
 */
export function analyze(ports: AnalyzePorts): LaneWork {
  return async (message, log): Promise<Answered> => {
    const whole = await answered(ports, message, WHOLE_REQUEST, log);
    if (isUsable(whole.stored)) return { part: message.part, answerKeys: [whole.key] };
    log.warn("the whole answer cannot be used, asking in smaller calls", {
      finishReason: whole.stored.answer.finishReason,
    });
    const answerKeys: string[] = [];
    for (const request of SMALLER_REQUESTS)
      answerKeys.push((await answered(ports, message, request, log)).key);
    return { part: message.part, answerKeys };
  };
}

/** Neither cut nor of a wrong form. */
function isUsable({ answer, fields }: StoredAnswer): boolean {
  try {
    return readAnswer(answer, fields).outcome === "read";
  } catch (error) {
    if (error instanceof PermanentError) return false;
    throw error;
  }
}

interface Kept {
  readonly key: string;
  readonly stored: StoredAnswer;
}

/** The answer that is kept for this request, or else a new one, which is kept before anything is done with it. */
async function answered(
  ports: AnalyzePorts,
  message: LaneMessage,
  request: AnalysisRequest,
  log: Log,
): Promise<Kept> {
  const body = requestBody(ports, message, request);
  const hash = requestHash(message, body);
  const kept =
    (await earlierAnswer(ports, message, hash)) ??
    (await alone(ports, message, hash, () => ask(ports, message, request, body, hash)));
  log.info("the model answered", {
    request: request.name,
    finishReason: kept.stored.answer.finishReason,
  });
  return kept;
}

/** Newest generation first. An answer that an earlier one could not read is no reason not to ask again. */
async function earlierAnswer(
  ports: AnalyzePorts,
  { run }: LaneMessage,
  hash: string,
): Promise<Kept | undefined> {
  for (let generation = run.generation; generation > 0; generation--) {
    const kept = await keptAnswer(ports, answerKey(versionHashOf(run), ports.model.key, hash, generation));
    if (kept !== undefined && (generation === run.generation || isReadable(kept.stored))) return kept;
  }
  return undefined;
}

function isReadable({ answer, fields }: StoredAnswer): boolean {
  try {
    if (readAnswer(answer, fields).outcome === "truncated") readCutAnswer(answer, fields);
    return true;
  } catch (error) {
    if (error instanceof PermanentError) return false;
    throw error;
  }
}

async function keptAnswer({ work }: AnalyzePorts, key: string): Promise<Kept | undefined> {
  const text = await work.getText(key);
  return text === undefined ? undefined : { key, stored: StoredAnswer.parse(JSON.parse(text)) };
}

/** A message may be delivered twice at the same time: one of the two pays, the other comes again for the answer. */
async function alone<T>(
  { catalog }: AnalyzePorts,
  { run }: LaneMessage,
  hash: string,
  act: () => Promise<T>,
): Promise<T> {
  const lease = await catalog.takeLease(run, hash);
  if (lease === undefined) throw new TemporaryError("MODEL_ERROR", "The same work is being done already.");
  try {
    return await act();
  } finally {
    await lease.release();
  }
}

async function ask(
  ports: AnalyzePorts,
  message: LaneMessage,
  { fields }: AnalysisRequest,
  body: PegasusRequest,
  hash: string,
): Promise<Kept> {
  // The one who had the lease before may have been quicker.
  const kept = await earlierAnswer(ports, message, hash);
  if (kept !== undefined) return kept;
  const { run } = message;
  const { key: modelKey, modelId } = ports.model;
  const key = answerKey(versionHashOf(run), modelKey, hash, run.generation);
  const answer = await pay(ports, message, body);
  const stored: StoredAnswer = { modelId, promptPack: PROMPT_PACK_VERSION, fields: [...fields], answer };
  const isFirst = await ports.work.putOnce(key, JSON.stringify(stored));
  // A lease can be lost to a long stall: the answer that stands under the key is the one that counts.
  return (isFirst ? undefined : await keptAnswer(ports, key)) ?? { key, stored };
}

function requestBody(
  { model, settings, accountId }: AnalyzePorts,
  { part }: LaneMessage,
  request: AnalysisRequest,
) {
  return model.buildRequest({
    prompt: promptFor(request, settings.extraPrompt),
    media: s3Media(s3Uri(part.bucket, part.key), accountId),
    temperature: settings.temperature,
    maxOutputTokens: settings.maxOutputTokens,
    schema: pegasusSchema(request.fields),
  });
}

/** The part is named by its place in the video: the name of its file says nothing about the answer. */
function requestHash({ part }: LaneMessage, { mediaSource: _, ...question }: PegasusRequest): string {
  return hashOf(JSON.stringify([part.offsetSec, part.durationSec, question])).slice(0, 32);
}

/** One billed call. The budget is taken before it, so that a crash in between can only cost a call, never add one. */
async function pay({ catalog, service, model }: AnalyzePorts, { run }: LaneMessage, body: PegasusRequest) {
  if (!(await catalog.spendInvocation(run))) {
    throw new PermanentError("BUDGET", `The run has used up its calls of ${model.name}, or is over.`);
  }
  try {
    return model.parseResponse(await service.invoke(body));
  } catch (error) {
    if (error instanceof Throttled) await catalog.returnInvocation(run);
    throw await lastWord(catalog, run, error);
  }
}

/** Calls after which an answer of no known form is no accident: it is asked for once more, not until the money is gone. */
const CALLS_FOR_A_FORM = 2;

/** With no call left that is worth it, the failure of the last one is the reason that counts. */
async function lastWord(catalog: Catalog, run: LaneMessage["run"], error: unknown): Promise<unknown> {
  const isFormless = error instanceof UnexpectedShape;
  const failure = isFormless
    ? new TemporaryError("ANSWER_INVALID", `The answer has an unexpected form: ${error.message}`)
    : error;
  if (!(failure instanceof TemporaryError)) return failure;
  const record = await catalog.run(run.videoId, run.runId);
  const left = record?.invokeBudget ?? 0;
  const isEnough = isFormless && (record?.calls.invokeModel ?? 0) >= CALLS_FOR_A_FORM;
  return left > 0 && !isEnough
    ? failure
    : new PermanentError(failure.code, failure.detail, { cause: failure });
}

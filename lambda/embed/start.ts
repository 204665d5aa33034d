import type { LaneMessage } from "../contracts/lane.ts";
import { s3Media } from "../contracts/media-source.ts";
import type { Settings } from "../contracts/settings.ts";
import { StoredInvocation } from "../contracts/stored-answer.ts";
import type { RunInput, Started } from "../contracts/workflow.ts";
import { PermanentError } from "../domain/errors.ts";
import { embeddingsPrefix, hashOf, invocationRecordKey, runIdOf, s3Uri, versionHashOf } from "../keys.ts";
import type { LaneWork } from "../lane/worker.ts";
import type { EmbeddingModel } from "../models.ts";
import type { Catalog, EmbeddingService, ObjectStore } from "../ports.ts";
import { findOutput, type OutputPlace } from "./find-output.ts";

export interface StartPorts {
  readonly catalog: Catalog;
  readonly work: ObjectStore;
  readonly service: EmbeddingService;
  readonly model: EmbeddingModel;
  readonly settings: Settings;
  readonly workBucket: string;
  readonly accountId: string;
}

/**
 * Starts the embedding of one part of a video. An invocation that was started for the same version and input is taken
 * over, unless it failed or its output was lost or of no use; a repeated start carries the same token, so that it gives the same
 * invocation.
 */
export function start(ports: StartPorts): LaneWork {
  return async (message, log): Promise<Started> => {
    const { run, part } = message;
    const input = videoRequest(ports, message);
    const request = hashOf(JSON.stringify([part.offsetSec, part.durationSec, withoutMedia(input)])).slice(
      0,
      32,
    );
    const outputPrefix = embeddingsPrefix(versionHashOf(run), ports.model.key, request);
    const known = await earlierInvocation(ports, outputPrefix, run);
    if (known !== undefined) {
      log.info("the invocation was started already");
      return { part, invocationArn: known, outputPrefix };
    }
    const token = hashOf(versionHashOf(run), request, String(run.generation));
    const invocationArn = await ports.service.start(input, s3Uri(ports.workBucket, outputPrefix), token);
    const record: StoredInvocation = { invocationArn };
    const isNew = await ports.work.putOnce(
      invocationRecordKey(outputPrefix, run.generation),
      JSON.stringify(record),
    );
    if (isNew) await ports.catalog.invocationStarted(run);
    log.info("invocation started");
    return { part, invocationArn, outputPrefix };
  };
}

function videoRequest({ model, settings, accountId }: StartPorts, { part }: LaneMessage) {
  return model.buildVideoRequest({
    media: s3Media(s3Uri(part.bucket, part.key), accountId),
    // What needs sound is not asked of a file without an audio track.
    options: settings.embeddingOptions.filter(
      (option) => part.hasAudio || !model.audioOptions.includes(option),
    ),
    scopes: settings.embeddingScopes,
    startSec: 0,
  }) as Readonly<Record<string, unknown>>;
}

/** The part is named by its place in the video: where its file lies says nothing about the vectors. */
function withoutMedia(input: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(input, (name, value: unknown) => (name === "mediaSource" ? undefined : value)),
  );
}

/** Newest generation first. This run's own invocation is taken as it is: its failure is the run's failure. */
async function earlierInvocation(ports: StartPorts, outputPrefix: string, run: RunInput) {
  for (let earlier = run.generation; earlier > 0; earlier--) {
    const text = await ports.work.getText(invocationRecordKey(outputPrefix, earlier));
    if (text === undefined) continue;
    const { invocationArn } = StoredInvocation.parse(JSON.parse(text));
    if (earlier === run.generation) return invocationArn;
    const isUnread = !(await wasUnreadable(ports, run, earlier));
    if (isUnread && (await isOfUse(ports, { invocationArn, outputPrefix }))) return invocationArn;
  }
  return undefined;
}

/** Whether the generation that an invocation was started for could not read its output. */
async function wasUnreadable({ catalog }: StartPorts, run: RunInput, generation: number): Promise<boolean> {
  const before = await catalog.run(run.videoId, runIdOf(run, run.profile, generation));
  return before?.steps.embed?.reason?.code === "OUTPUT_INVALID";
}

/** Whether an invocation that was started for an earlier run gave its output, or still may. */
async function isOfUse(ports: StartPorts, place: OutputPlace): Promise<boolean> {
  const status = await statusOf(ports.service, place.invocationArn);
  if (status?.status !== "Completed") return status?.status === "InProgress";
  return (await findOutput(ports, place, status)) !== undefined;
}

/** Undefined when Bedrock no longer knows the invocation: how long it keeps them is not documented. */
async function statusOf(service: EmbeddingService, invocationArn: string) {
  try {
    return await service.status(invocationArn);
  } catch (error) {
    if (error instanceof PermanentError && error.code === "CONFIG") return undefined;
    throw error;
  }
}

import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { FetchedTooMuch } from "../adapters/safe-fetch.ts";
import { ApiError } from "../contracts/api/error.ts";
import { FetchRequest, type VideoFetch } from "../contracts/fetch-request.ts";
import type { Reason } from "../contracts/reason.ts";
import { reasonOf, TemporaryError } from "../domain/errors.ts";
import { objectMetadata } from "../domain/object-metadata.ts";
import { eachMessage } from "../lane/batch.ts";
import type { FetchPorts, ObjectHead, StreamUpload } from "./fetch-ports.ts";

/** Tries of one task, over all deliveries of its message. A broken line is tried again at once: the queue's pause is long. */
const MAX_TRIES = 3;
/** For all tries of one delivery: 60 s before the function's 900 s are over, so that it still can say so. */
const TOTAL_MS = 840_000;

/**
 * Brings files from addresses to S3, where their events do the rest. A message that comes again does nothing when the file
 * is there; an address that gives no file ends its task with the reason.
 */
export function fetchFiles(ports: FetchPorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return eachMessage(ports.log, async (body) => {
    const request = FetchRequest.parse(JSON.parse(body));
    if (request.kind === "video") await fetchVideo(ports, request);
    else await fetchForEmbedding(ports, request.taskId, request.url);
  });
}

async function fetchVideo(
  ports: FetchPorts,
  { videoId, key, url, metadata, again }: VideoFetch,
): Promise<void> {
  const { videos, tasks, log } = ports;
  if (!again && (await videos.exists(key))) return log.info("file is there", { videoId });
  const given = objectMetadata(metadata);
  const head = typeof given === "string" ? {} : given;
  const endMs = ports.clock.now() + TOTAL_MS;
  for (;;) {
    const attempt = await tasks.begun(videoId, now(ports));
    if (attempt === undefined) return log.info("task was removed", { videoId });
    const reason =
      attempt > MAX_TRIES ? GIVEN_UP : await tryToStore(ports, videos, { key, url, endMs, head });
    if (reason === "again") continue;
    if (reason !== undefined) await tasks.failed(videoId, reason, now(ports));
    return log.info("fetch ended", { videoId, attempt, code: reason?.code });
  }
}

async function fetchForEmbedding(ports: FetchPorts, taskId: string, url: string): Promise<void> {
  const { uploads, keyOf, start, fail } = ports.embed;
  const key = keyOf(taskId);
  const endMs = ports.clock.now() + TOTAL_MS;
  const isThere = await uploads.exists(key);
  for (let attempt = 1; !isThere; attempt++) {
    const reason = await tryToStore(ports, uploads, { key, url, endMs, head: {} });
    if (reason === undefined) break;
    if (reason !== "again" || attempt === MAX_TRIES) {
      return fail(taskId, reason === "again" ? GIVEN_UP.message : reason.message);
    }
  }
  await start(taskId);
}

const GIVEN_UP = reasonOf("FETCH_FAILED", `The file could not be fetched in ${MAX_TRIES} tries.`, "probe");

interface Attempt {
  readonly key: string;
  readonly url: string;
  readonly endMs: number;
  readonly head: ObjectHead["metadata"];
}

/** Undefined when the file is stored; `again` when the line broke and there is time left. */
async function tryToStore(
  { fetch, clock, maxBytes }: FetchPorts,
  uploads: StreamUpload,
  { key, url, endMs, head }: Attempt,
): Promise<Reason | "again" | undefined> {
  const totalMs = endMs - clock.now();
  if (totalMs <= 0) return reasonOf("FETCH_FAILED", "The file did not come in time.", "probe");
  try {
    const { body, contentType } = await fetch(url, { maxBytes, totalMs });
    await uploads.store(key, body, { contentType, metadata: head });
    return undefined;
  } catch (error) {
    if (error instanceof FetchedTooMuch) return reasonOf("TOO_LARGE", error.message, "probe");
    if (error instanceof ApiError) return reasonOf("FETCH_FAILED", error.message, "probe");
    if (error instanceof TemporaryError) return "again";
    throw error;
  }
}

const now = ({ clock }: FetchPorts) => new Date(clock.now()).toISOString();

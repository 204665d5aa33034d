import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { LaneMessage } from "../contracts/lane.ts";
import type { ReasonCode, Step } from "../contracts/reason.ts";
import { backoffSec } from "../domain/backoff.ts";
import { logText, PermanentError, TemporaryError } from "../domain/errors.ts";
import type { Catalog, Clock, Lane, Log, Random, Tokens } from "../ports.ts";
import { Throttled } from "../ports.ts";

export interface LanePorts {
  readonly catalog: Catalog;
  readonly tokens: Tokens;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Work that could not be done for so long is given up: half of the 12 hours that the workflow waits, so that the
 * reason still reaches it.
 */
const GIVE_UP_AFTER_MS = 6 * 60 * 60 * 1000;

/** What the lane does for one message; its result is the answer to the waiting state. */
export type LaneWork = (message: LaneMessage, log: Log) => Promise<unknown>;

/**
 * Takes the messages of a lane. Every one ends in an answer to its token, or goes back to the lane with a growing
 * pause. Nothing is paid for a run that is over or for a token that nobody waits for any more.
 */
export function laneWorker(ports: LanePorts, step: Step, work: LaneWork) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const handedBack: string[] = [];
    for (const record of Records) {
      if (!(await takeOne(ports, step, work, record))) handedBack.push(record.messageId);
    }
    return { batchItemFailures: handedBack.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** False when the message has to come again. */
async function takeOne(ports: LanePorts, step: Step, work: LaneWork, record: SQSRecord): Promise<boolean> {
  const message = LaneMessage.parse(JSON.parse(record.body));
  const { run, taskToken } = message;
  const log = ports.log.with({ runId: run.runId, step });
  try {
    if (!(await isUnderWay(ports, step, run))) {
      log.info("the run is over");
      await ports.tokens.fail(taskToken, "SUPERSEDED", "The run is over: a newer version took its place.");
      return true;
    }
    if (!(await ports.tokens.alive(taskToken))) {
      log.info("nobody waits for the work any more");
      return true;
    }
    const answered = await ports.tokens.succeed(taskToken, await work(message, log));
    log.info(answered ? "work done" : "work done, but nobody waits for it any more");
    return true;
  } catch (error) {
    return settleFailure(ports, record, taskToken, error, log);
  }
}

const isUnderWay = ({ catalog, clock }: LanePorts, step: Step, run: LaneMessage["run"]) =>
  catalog.stepStarted(run, step, new Date(clock.now()).toISOString());

/** True when the token got the failure as its answer, false when the message comes again. */
async function settleFailure(ports: LanePorts, record: SQSRecord, token: string, error: unknown, log: Log) {
  const { code, detail, again } = verdictOf(error);
  const { ApproximateReceiveCount, SentTimestamp } = record.attributes;
  const waitedMs = ports.clock.now() - Number(SentTimestamp);
  if (again && waitedMs < GIVE_UP_AFTER_MS) {
    const pauseSec = backoffSec(Number(ApproximateReceiveCount), ports.random.next());
    log.warn("work put aside", { code, pauseSec });
    await ports.lane.handBack(record.receiptHandle, pauseSec);
    return false;
  }
  log.error("work failed", { code, error: again ? undefined : logText(error) });
  await ports.tokens.fail(token, code, detail);
  return true;
}

interface Verdict {
  readonly code: ReasonCode;
  readonly detail: string;
  readonly again: boolean;
}

/** Anything unexpected is a fault of ours: repeating it could repeat what is paid. */
function verdictOf(error: unknown): Verdict {
  if (error instanceof Throttled)
    return { code: "MODEL_THROTTLED", detail: "The model was busy for hours.", again: true };
  if (error instanceof TemporaryError) return { code: error.code, detail: error.detail, again: true };
  if (error instanceof PermanentError) return { code: error.code, detail: error.detail, again: false };
  return { code: "INTERNAL", detail: `The work failed with ${nameOf(error)}.`, again: false };
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "an unnamed error");

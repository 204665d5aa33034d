import { Aws, Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { EMBEDDINGS_PREFIX, OUTPUT_FILE, VIDEOS_PREFIX } from "../lambda/keys.ts";
import type { ReelbaseBucket } from "./bucket.ts";
import type { Catalog } from "./catalog.ts";
import { type Config, settingsText } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { Lane } from "./lane.ts";
import { grantSeeInvocations, grantStartInvocations } from "./model-access.ts";
import { ObjectEvents } from "./object-events.ts";
import { catchAll } from "./retries.ts";
import { functionStep, laneStep, tokenStep } from "./steps.ts";
import type { WorkBucket } from "./work-bucket.ts";

export interface MarengoEmbeddingProps {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly videos: ReelbaseBucket;
  readonly work: WorkBucket;
}

/** The longest that an invocation may take: 288 turns of 5 minutes are 24 h. */
const TURN = Duration.minutes(5);
const MAX_TURNS = 288;

/** Batches of output events at the same time: each asks Bedrock for a status, whose rate is limited. */
const MAX_CONCURRENCY = 5;

/**
 * The embeddings of a video by Marengo, part by part: start, wait for output.json, store the segments.
 *
 * Input: an accepted `Probed`; the variables `$run` (RunInput) and `$durationSec`.
 * Output: `EmbedOutcome`: done, missing (planned away) or failed.
 * Errors: none; every failure is an outcome, so that the analysis of the same run is kept.
 */
export class MarengoEmbedding extends sfn.StateMachineFragment {
  readonly startState: sfn.State;
  readonly endStates: sfn.INextable[];
  readonly lane: Lane;
  readonly awaitOutput: ReelbaseFunction;
  readonly outputEvent: ReelbaseFunction;
  readonly collect: ReelbaseFunction;
  /** The events of output files; the wait's next turn heals each one that is lost. */
  readonly outputs: ObjectEvents;

  constructor(scope: Construct, id: string, props: MarengoEmbeddingProps) {
    super(scope, id);
    this.lane = this.makeLane(props);
    this.awaitOutput = this.makeAwaitOutput(props);
    this.outputEvent = this.makeOutputEvent(props);
    this.outputs = new ObjectEvents(this, "Outputs", {
      bucket: props.work,
      keys: [{ wildcard: `${EMBEDDINGS_PREFIX}*/${OUTPUT_FILE}` }],
      consumer: this.outputEvent,
      maxConcurrency: MAX_CONCURRENCY,
    });
    this.collect = this.makeCollect(props);

    const failed = sfn.Pass.jsonata(this, "EmbedFailed", {
      outputs: { outcome: "failed", error: "{% $states.input %}" },
    });
    const missing = sfn.Pass.jsonata(this, "EmbedMissing", {
      outputs: { outcome: "missing", reason: "{% $states.input.embed.reason %}" },
    });
    const parts = sfn.Map.jsonata(this, "EmbedParts", {
      items: sfn.ProvideItems.jsonata("{% $states.input.embed.parts %}"),
      outputs: { outcome: "done", collected: "{% $states.result %}" },
    }).itemProcessor(this.onePart());
    catchAll(parts, failed);
    this.startState = sfn.Choice.jsonata(this, "EmbedPlanned?")
      .when(sfn.Condition.jsonata("{% $count($states.input.embed.parts) > 0 %}"), parts)
      .otherwise(missing);
    this.endStates = [parts, missing, failed];
  }

  /** Input: a Part. Output: Collected. Errors: those of the lane, the output and the collecting, and OUTPUT_MISSING. */
  private onePart(): sfn.IChainable {
    const start = laneStep(this, "StartEmbedding", this.lane, { started: "{% $states.result %}", turn: 1 });
    const wait = tokenStep(this, "AwaitOutput", {
      fn: this.awaitOutput,
      payload: { run: "{% $run %}", started: "{% $started %}" },
      wait: TURN,
    });
    const collect = functionStep(this, "Collect", {
      fn: this.collect,
      payload: { run: "{% $run %}", durationSec: "{% $durationSec %}", output: "{% $states.input %}" },
    });
    const never = sfn.Fail.jsonata(this, "OutputNeverCame", {
      error: "OUTPUT_MISSING",
      cause: "The embeddings of this video were not finished within 24 hours.",
    });
    const nextTurn = sfn.Choice.jsonata(this, "NextTurn?")
      .when(sfn.Condition.jsonata(`{% $turn < ${MAX_TURNS} %}`), wait, {
        assign: { turn: "{% $turn + 1 %}" },
      })
      .otherwise(never);
    // Only the end of a turn leads to another one: any other error is the answer.
    wait.addCatch(nextTurn, { errors: ["States.Timeout", "States.HeartbeatTimeout"] });
    return start.next(wait).next(collect);
  }

  private makeLane({ config, catalog, videos, work }: MarengoEmbeddingProps): Lane {
    const worker = new ReelbaseFunction(this, "Worker", {
      entry: "embed/start",
      config,
      timeoutSec: 60,
      environment: { SETTINGS: settingsText(config), ACCOUNT_ID: Aws.ACCOUNT_ID },
    })
      .bind(catalog.table, ["GetItem", "UpdateItem"])
      // Bedrock reads the video and writes the output with the rights of its caller.
      .bind(videos, { read: [VIDEOS_PREFIX] })
      .bind(work, { read: [EMBEDDINGS_PREFIX], write: [EMBEDDINGS_PREFIX], seeMissing: true });
    grantStartInvocations(worker, config.marengo, config.region);
    grantSeeInvocations(worker);
    return new Lane(this, "Lane", { worker, maxConcurrency: config.embedConcurrency });
  }

  private makeAwaitOutput({ config, catalog, work }: MarengoEmbeddingProps): ReelbaseFunction {
    const fn = new ReelbaseFunction(this, "Awaiter", { entry: "embed/await-output", config, timeoutSec: 60 })
      .bind(catalog.table, ["PutItem", "DeleteItem"])
      .bind(work, { read: [EMBEDDINGS_PREFIX], seeMissing: true });
    grantSeeInvocations(fn);
    return fn;
  }

  private makeOutputEvent({ config, catalog, work }: MarengoEmbeddingProps): ReelbaseFunction {
    const fn = new ReelbaseFunction(this, "OutputEvent", {
      entry: "embed/output-event",
      config,
      // Short, as the queue hides a failed event for six times as long: the file can be there before the invocation
      // says Completed, and such an event should come again soon.
      timeoutSec: 20,
    })
      .bind(catalog.table, ["GetItem", "DeleteItem"])
      .bind(work, { read: [EMBEDDINGS_PREFIX], seeMissing: true });
    grantSeeInvocations(fn);
    return fn;
  }

  private makeCollect({ config, catalog, work }: MarengoEmbeddingProps): ReelbaseFunction {
    return new ReelbaseFunction(this, "Collector", {
      entry: "embed/collect",
      config,
      timeoutSec: 300,
      // One full core for parsing some hundred megabytes of JSON.
      memoryMb: 1769,
      environment: { SETTINGS: settingsText(config) },
    })
      .bind(catalog.table, ["BatchWriteItem"])
      .bind(catalog.segmentIndex, ["PutVectors"])
      .bind(work, { read: [EMBEDDINGS_PREFIX], seeMissing: true });
  }
}

import { Aws } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { ANALYSES_PREFIX, ANSWERS_PREFIX, VIDEOS_PREFIX } from "../lambda/keys.ts";
import type { ReelbaseBucket } from "./bucket.ts";
import type { CatalogTable } from "./catalog.ts";
import { type Config, settingsText } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { Lane } from "./lane.ts";
import { grantInvoke } from "./model-access.ts";
import { catchAll } from "./retries.ts";
import { functionStep, laneStep } from "./steps.ts";
import type { WorkBucket } from "./work-bucket.ts";

export interface PegasusAnalysisProps {
  readonly config: Config;
  readonly table: CatalogTable;
  readonly videos: ReelbaseBucket;
  readonly work: WorkBucket;
}

/**
 * The analysis of a video by Pegasus, part by part, put together on one timeline.
 *
 * Input: an accepted `Probed`; the variables `$run` (RunInput) and `$durationSec`.
 * Output: `AnalyzeOutcome`: done, missing (planned away) or failed.
 * Errors: none; every failure is an outcome, so that the embeddings of the same run are kept.
 */
export class PegasusAnalysis extends sfn.StateMachineFragment {
  readonly startState: sfn.State;
  readonly endStates: sfn.INextable[];
  readonly lane: Lane;
  readonly stitch: ReelbaseFunction;

  constructor(scope: Construct, id: string, props: PegasusAnalysisProps) {
    super(scope, id);
    this.lane = this.makeLane(props);
    this.stitch = new ReelbaseFunction(this, "Stitcher", {
      entry: "analyze/stitch",
      config: props.config,
      timeoutSec: 60,
    }).bind(props.work, { read: [ANSWERS_PREFIX], write: [ANALYSES_PREFIX], seeMissing: true });

    const failed = sfn.Pass.jsonata(this, "AnalyzeFailed", {
      outputs: { outcome: "failed", error: "{% $states.input %}" },
    });
    const missing = sfn.Pass.jsonata(this, "AnalyzeMissing", {
      outputs: { outcome: "missing", reason: "{% $states.input.analyze.reason %}" },
    });
    const parts = sfn.Map.jsonata(this, "AnalyzeParts", {
      items: sfn.ProvideItems.jsonata("{% $states.input.analyze.parts %}"),
    }).itemProcessor(laneStep(this, "Analyze", this.lane));
    const stitch = functionStep(this, "Stitch", {
      fn: this.stitch,
      payload: { run: "{% $run %}", durationSec: "{% $durationSec %}", answers: "{% $states.input %}" },
      outputs: { outcome: "done", analysisKey: "{% $states.result.Payload.analysisKey %}" },
    });
    catchAll(parts, failed).next(catchAll(stitch, failed));
    this.startState = sfn.Choice.jsonata(this, "AnalyzePlanned?")
      .when(sfn.Condition.jsonata("{% $count($states.input.analyze.parts) > 0 %}"), parts)
      .otherwise(missing);
    this.endStates = [stitch, missing, failed];
  }

  private makeLane({ config, table, videos, work }: PegasusAnalysisProps): Lane {
    const worker = new ReelbaseFunction(this, "Worker", {
      entry: "analyze/analyze",
      config,
      // One synchronous call about an hour of video must fit: the longest that Lambda allows.
      timeoutSec: 900,
      // It waits for the model nearly all of its time.
      memoryMb: 256,
      environment: { SETTINGS: settingsText(config), ACCOUNT_ID: Aws.ACCOUNT_ID },
    })
      .bind(table, ["GetItem", "UpdateItem"])
      // Bedrock reads the video with the rights of its caller.
      .bind(videos, { read: [VIDEOS_PREFIX] })
      .bind(work, { read: [ANSWERS_PREFIX], write: [ANSWERS_PREFIX], seeMissing: true });
    grantInvoke(worker, config.pegasus, config.region);
    return new Lane(this, "Lane", { worker, maxConcurrency: config.analyzeConcurrency });
  }
}

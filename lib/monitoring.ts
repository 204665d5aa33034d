import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { invokeRoute } from "../lambda/models.ts";
import type { PegasusAnalysis } from "./analyze.ts";
import type { Catalog } from "./catalog.ts";
import type { Config } from "./config.ts";
import type { MarengoEmbedding } from "./embed.ts";
import type { VideoIngest } from "./ingest.ts";
import type { QueryApi } from "./query.ts";
import type { ReelbaseQueue } from "./queue.ts";
import { LANE_WAIT } from "./steps.ts";
import type { VideoWorkflow } from "./workflow.ts";

export interface MonitoringProps {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly ingest: VideoIngest;
  readonly analysis: PegasusAnalysis;
  readonly embedding: MarengoEmbedding;
  readonly workflow: VideoWorkflow;
  readonly query: QueryApi;
}

interface AlarmProps {
  readonly metric: cloudwatch.IMetric;
  /** The alarm goes off above it. */
  readonly above: number;
  /** What it means and what to do, in one sentence each. */
  readonly means: string;
  /** Section of docs/operate.md. */
  readonly runbook: string;
}

const PERIOD = Duration.minutes(5);

/**
 * One dashboard ($3 a month) and an alarm for each thing that needs a person ($0.10 a month each); the first three
 * dashboards and ten alarms of an account are free. The option `monitoring` leaves them out.
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const alarms = [
      ...this.deadLetterAlarms(props),
      ...this.workflowAlarms(props),
      ...this.ageAlarms(props),
      ...this.apiAlarms(props),
    ];
    this.dashboard(props, alarms);
  }

  private deadLetterAlarms({ catalog, ingest, analysis, embedding }: MonitoringProps): cloudwatch.Alarm[] {
    const deadLetters = (id: string, queue: ReelbaseQueue, means: string) =>
      this.alarm(id, { metric: waiting(queue), above: 0, means, runbook: "dead-letters" });
    return [
      deadLetters(
        "IngestDeadLetters",
        ingest.uploads.deadLetters,
        "Uploads were seen but could not be taken in.",
      ),
      deadLetters("IngestUndelivered", ingest.uploads.undelivered, "Uploads did not reach the ingest queue."),
      deadLetters("AnalyzeDeadLetters", analysis.lane.deadLetters, "Failed analyses could not be reported."),
      deadLetters("EmbedDeadLetters", embedding.lane.deadLetters, "Failed embeddings could not be reported."),
      deadLetters(
        "OutputDeadLetters",
        embedding.outputs.deadLetters,
        "Outputs were noticed up to 5 minutes late.",
      ),
      deadLetters(
        "OutputUndelivered",
        embedding.outputs.undelivered,
        "Outputs were noticed up to 5 minutes late.",
      ),
      deadLetters("FetchDeadLetters", ingest.fetches.deadLetters, "Files could not be fetched."),
      deadLetters(
        "RemovalDeadLetters",
        catalog.removals.deadLetters,
        "Videos that were deleted are hidden, but still take space.",
      ),
    ];
  }

  private workflowAlarms({ config, workflow }: MonitoringProps): cloudwatch.Alarm[] {
    return [
      this.alarm("RunsFailed", {
        metric: workflow.machine.metricFailed({ period: PERIOD }),
        above: 0,
        means: "Runs ended FAILED; each run's record says why.",
        runbook: "failed-runs",
      }),
      this.alarm("PegasusThrottled", {
        metric: throttles(config),
        // A full lane meets a throttle now and then; one a minute for an hour means that its share is too large.
        above: 60,
        means: "Bedrock refuses calls: analyzeConcurrency is above the quota.",
        runbook: "throttling",
      }),
    ];
  }

  private ageAlarms({ ingest, analysis, embedding }: MonitoringProps): cloudwatch.Alarm[] {
    const old = (id: string, queue: ReelbaseQueue, limit: Duration, means: string) =>
      this.alarm(id, { metric: age(queue), above: limit.toSeconds(), means, runbook: "waiting-work" });
    // A worker gives waiting work up after half of LANE_WAIT; half of that is soon enough to raise a quota.
    const laneLimit = Duration.seconds(LANE_WAIT.toSeconds() / 4);
    return [
      old("IngestWaiting", ingest.uploads.queue, Duration.minutes(15), "Uploads wait to be taken in."),
      old(
        "AnalyzeWaiting",
        analysis.lane.queue,
        laneLimit,
        "Analyses have waited for 3 of the 6 hours after which they fail.",
      ),
      old(
        "EmbedWaiting",
        embedding.lane.queue,
        laneLimit,
        "Embeddings have waited for 3 of the 6 hours after which they fail.",
      ),
      old("FetchWaiting", ingest.fetches.queue, Duration.hours(1), "Addresses wait to be fetched."),
    ];
  }

  private apiAlarms({ query }: MonitoringProps): cloudwatch.Alarm[] {
    return [
      this.alarm("ApiFailing", {
        metric: query.api.metricServerError({ period: PERIOD, statistic: "Sum" }),
        // One is bad luck with a model; one a minute is a fault.
        above: 5,
        means: "Requests to the API fail on the server.",
        runbook: "api-errors",
      }),
    ];
  }

  private alarm(id: string, { metric, above, means, runbook }: AlarmProps): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, id, {
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // No data means that nothing happened.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `${means} See docs/operate.md#${runbook}`,
    });
  }

  private dashboard(
    { config, catalog, ingest, analysis, embedding, workflow, query }: MonitoringProps,
    alarms: cloudwatch.Alarm[],
  ) {
    const { machine } = workflow;
    const graph = (title: string, left: cloudwatch.IMetric[]) =>
      new cloudwatch.GraphWidget({ title, left, width: 12 });
    const { api } = query;
    const queues = [
      ...[ingest.fetches.queue, ingest.uploads.queue, analysis.lane.queue, embedding.lane.queue],
      catalog.removals.queue,
    ];
    new cloudwatch.Dashboard(this, "Dashboard", {
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: "Needs a person", alarms, width: 24 })],
        [
          graph("Runs", [machine.metricStarted(), machine.metricSucceeded(), machine.metricFailed()]),
          graph("Time of a run", [
            machine.metricTime({ statistic: "p50" }),
            machine.metricTime({ statistic: "p99" }),
          ]),
        ],
        [graph("Waiting work", queues.map(waiting)), graph("Age of waiting work", queues.map(age))],
        [
          graph("Requests", [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph("Time of a request", [
            api.metricLatency({ statistic: "p50" }),
            api.metricLatency({ statistic: "p99" }),
          ]),
        ],
        [graph("Throttled Pegasus calls", [throttles(config)])],
      ],
    });
  }
}

const waiting = (queue: ReelbaseQueue) =>
  queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: "Maximum" });

const age = (queue: ReelbaseQueue) =>
  queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: "Maximum" });

/** Bedrock counts by what the call names: the profile or the model. */
const throttles = ({ pegasus, region }: Config) =>
  new cloudwatch.Metric({
    namespace: "AWS/Bedrock",
    metricName: "InvocationThrottles",
    dimensionsMap: { ModelId: invokeRoute(pegasus, region)?.id ?? pegasus.modelId },
    statistic: "Sum",
    period: Duration.hours(1),
  });

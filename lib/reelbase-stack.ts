import { CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { VIDEOS_PREFIX } from "../lambda/keys.ts";
import { PegasusAnalysis } from "./analyze.ts";
import { Catalog } from "./catalog.ts";
import { acknowledge } from "./checks.ts";
import type { Config } from "./config.ts";
import { MarengoEmbedding } from "./embed.ts";
import { VideoIngest } from "./ingest.ts";
import { LaneDeadLetters } from "./lane.ts";
import { Monitoring } from "./monitoring.ts";
import { QueryApi } from "./query.ts";
import { WorkBucket } from "./work-bucket.ts";
import { ANSWERS, VideoWorkflow } from "./workflow.ts";

/** Everything that reelbase is in an AWS account, in the order in which a video passes through it. */
export class ReelbaseStack extends Stack {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, {
      description: "reelbase: videos in, searchable knowledge out",
      // The account is left open, so that the same assembly is deployed anywhere and also runs without AWS.
      env: { region: config.region },
      // The CLI checks the bootstrap version by itself; a rule in the template would do it once more.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    });
    const work = new WorkBucket(this, "Work", config);
    const catalog = new Catalog(this, "Catalog", { config, work });
    const ingest = new VideoIngest(this, "Ingest", { config, table: catalog.table, work });
    const { videos, probe } = ingest;
    const analysis = new PegasusAnalysis(this, "Analyze", { config, table: catalog.table, videos, work });
    const embedding = new MarengoEmbedding(this, "Embed", { config, catalog, videos, work });
    const workflow = new VideoWorkflow(this, "Workflow", {
      config,
      probe,
      analysis,
      embedding,
      finalize: catalog.finalize,
    });
    const lanes = [analysis.lane, embedding.lane];
    const deadLetters = new LaneDeadLetters(this, "LaneDeadLetters", { lanes, config });

    workflow.startedBy(ingest.receive);
    // A worker first looks whether its token is still waited for.
    for (const { worker } of lanes) workflow.answeredBy(worker, [...ANSWERS, "SendTaskHeartbeat"]);
    for (const fn of [embedding.awaitOutput, embedding.outputEvent]) workflow.answeredBy(fn, ANSWERS);
    workflow.answeredBy(deadLetters.fn, ["SendTaskFailure"]);

    const query = new QueryApi(this, "Query", { config, catalog, ingest, work });
    workflow.stoppedBy(catalog.remove);
    // Its messages say where a video is.
    catalog.remove.bind(videos, {
      removeVersions: [VIDEOS_PREFIX],
      listVersions: true,
    });

    const parts = { config, catalog, ingest, analysis, embedding, workflow, query };
    if (config.monitoring) new Monitoring(this, "Monitoring", parts);

    this.output("TableName", catalog.table.tableName);
    this.output("VideosBucket", videos.bucketName);
    this.output("WorkBucket", work.bucketName);
    this.output("StateMachineArn", workflow.machine.stateMachineArn);
    this.output("VectorBucket", catalog.segmentIndex.bucketName);
    this.output("IngestQueueUrl", ingest.uploads.queue.queueUrl);
    this.output("ApiUrl", query.url);
    acknowledge({ ...parts, stack: this, work, deadLetters });
  }

  private output(key: string, value: string): void {
    new CfnOutput(this, `${key}Output`, { key, value });
  }
}

import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ReelbaseBucket } from "./bucket.ts";
import type { Config } from "./config.ts";

/**
 * Model answers, async outputs and stitched analyses. Apart from the videos, so that no output can start a run;
 * unversioned, because every object is written once.
 */
export class WorkBucket extends ReelbaseBucket {
  constructor(scope: Construct, id: string, { workRetentionDays, ephemeral }: Config) {
    super(scope, id, {
      variable: "WORK_BUCKET",
      versioned: false,
      ephemeral,
      lifecycle: { expiration: Duration.days(workRetentionDays) },
    });
  }
}

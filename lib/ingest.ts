import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { VIDEOS_PREFIX } from "../lambda/keys.ts";
import { ReelbaseBucket } from "./bucket.ts";
import type { CatalogTable } from "./catalog.ts";
import { type Config, settingsText } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { ObjectEvents } from "./object-events.ts";

export interface VideoIngestProps {
  readonly config: Config;
  readonly table: CatalogTable;
}

/**
 * Batches of events taken in at the same time. At a second each that is 200 uploads a second: below what Step
 * Functions starts without throttling, and leaves the account's concurrency to the lanes.
 */
const MAX_CONCURRENCY = 20;

/** From an upload to an execution: the videos bucket, its events in a queue, and the functions that look at them. */
export class VideoIngest extends Construct {
  readonly videos: ReelbaseBucket;
  /** The events of uploads, on their way to `receive`. */
  readonly uploads: ObjectEvents;
  /** Claims the object version and starts the execution; the stack binds it to the workflow. */
  readonly receive: ReelbaseFunction;
  /** Looks into the file and plans the work; a state of the workflow. */
  readonly probe: ReelbaseFunction;

  constructor(scope: Construct, id: string, { config, table }: VideoIngestProps) {
    super(scope, id);
    this.videos = new ReelbaseBucket(this, "Videos", {
      versioned: true,
      ephemeral: config.ephemeral,
      lifecycle: { noncurrentVersionExpiration: Duration.days(config.noncurrentVersionDays) },
    });
    const environment = { SETTINGS: settingsText(config) };
    this.receive = new ReelbaseFunction(this, "Receive", {
      entry: "ingest/receive",
      config,
      timeoutSec: 30,
      environment,
    }).bind(table, ["GetItem", "PutItem", "UpdateItem"]);
    this.probe = new ReelbaseFunction(this, "Probe", {
      entry: "ingest/probe",
      config,
      timeoutSec: 60,
      environment,
    })
      .bind(table, ["UpdateItem"])
      // It reads the version that the event named, never just the newest.
      .bind(this.videos, { readVersions: [VIDEOS_PREFIX], seeMissing: true });

    this.uploads = new ObjectEvents(this, "Uploads", {
      bucket: this.videos,
      keys: [{ prefix: VIDEOS_PREFIX }],
      consumer: this.receive,
      maxConcurrency: MAX_CONCURRENCY,
    });
  }
}

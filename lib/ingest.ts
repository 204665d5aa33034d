import { Aws, Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { EMBED_TASKS_PREFIX, VIDEOS_PREFIX } from "../lambda/keys.ts";
import { ReelbaseBucket } from "./bucket.ts";
import type { CatalogTable } from "./catalog.ts";
import { type Config, settingsText } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { grantStartInvocations } from "./model-access.ts";
import { ObjectEvents } from "./object-events.ts";
import type { WorkBucket } from "./work-bucket.ts";
import { WorkQueue } from "./work-queue.ts";

export interface VideoIngestProps {
  readonly config: Config;
  readonly table: CatalogTable;
  readonly work: WorkBucket;
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
  /** Brings files from addresses of the internet into the videos bucket, where they are uploads like all others. */
  readonly fetch: ReelbaseFunction;
  /** The addresses, on their way to `fetch`. */
  readonly fetches: WorkQueue;

  constructor(scope: Construct, id: string, props: VideoIngestProps) {
    super(scope, id);
    const { config, table } = props;
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
    this.fetch = this.makeFetch(props);
    this.fetches = new WorkQueue(this, "Fetches", {
      variable: "FETCH_QUEUE_URL",
      consumer: this.fetch,
      maxConcurrency: config.fetchConcurrency,
    });
  }

  private makeFetch({ config, table, work }: VideoIngestProps): ReelbaseFunction {
    const fn = new ReelbaseFunction(this, "Fetch", {
      entry: "ingest/fetch",
      config,
      // 6 GB, the most that a model takes, in 15 minutes are 7 MB a second.
      timeoutSec: 900,
      memoryMb: 512,
      environment: {
        SETTINGS: settingsText(config),
        FETCH_HOSTS: config.fetchHosts.join(","),
        ACCOUNT_ID: Aws.ACCOUNT_ID,
      },
    })
      .bind(table, ["GetItem", "UpdateItem"])
      .bind(this.videos.named("VIDEOS_BUCKET"), {
        // Whether a file is there already is asked of its key.
        read: [VIDEOS_PREFIX],
        write: [VIDEOS_PREFIX],
        abort: [VIDEOS_PREFIX],
        seeMissing: true,
      })
      // What is to be embedded alone is no video of the library. Bedrock reads it with the rights of its caller.
      .bind(work, {
        read: [EMBED_TASKS_PREFIX],
        write: [EMBED_TASKS_PREFIX],
        abort: [EMBED_TASKS_PREFIX],
        seeMissing: true,
      });
    grantStartInvocations(fn, config.marengo, config.region);
    return fn;
  }
}

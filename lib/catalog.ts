import { RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { VIDEO_SUMMARY_ATTRIBUTES } from "../lambda/contracts/library-items.ts";
import { ANALYSES_PREFIX, ANSWERS_PREFIX, BY_INDEX, BY_STATUS, EMBEDDINGS_PREFIX } from "../lambda/keys.ts";
import { type Config, settingsText } from "./config.ts";
import { type Bindable, ReelbaseFunction } from "./function.ts";
import { SegmentIndex } from "./segment-index.ts";
import type { WorkBucket } from "./work-bucket.ts";
import { WorkQueue } from "./work-queue.ts";

export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem"
  | "BatchWriteItem"
  | "Query";

const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

/**
 * What a GSI holds beside its keys: no more, as the longest attributes of a video (chapters, texts) would make every list
 * of an index a hundred times as large, and each GSI is paid like a table.
 *
 * @param attributes at most 20 names, the most that DynamoDB takes for one GSI
 */
const gsi = (indexName: string, keys: string, attributes: readonly string[]) => ({
  indexName,
  partitionKey: text(`${keys}pk`),
  sortKey: text(`${keys}sk`),
  projectionType: dynamodb.ProjectionType.INCLUDE,
  nonKeyAttributes: [...attributes],
});

/** Enough to say which run or upload needs a person, and why. */
const WATCHED = ["videoId", "indexId", "runId", "key", "status", "reason", "createdAt", "updatedAt"];

/** Videos, runs, segments, indexes, objects and invocations in one table. */
export class CatalogTable extends dynamodb.TableV2 implements Bindable<readonly TableAction[]> {
  readonly variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { ephemeral }: Config) {
    super(scope, id, {
      partitionKey: text("pk"),
      sortKey: text("sk"),
      billing: dynamodb.Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: "expiresAt",
      globalSecondaryIndexes: [
        // Of the indexes and API keys that it lists as well, it gives the keys.
        gsi(BY_INDEX, "gsi1", VIDEO_SUMMARY_ATTRIBUTES),
        gsi(BY_STATUS, "gsi2", WATCHED),
      ],
      deletionProtection: !ephemeral,
      removalPolicy: ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.variables = { TABLE_NAME: this.tableName };
  }

  /** One of the GSIs, which can be queried and nothing else. */
  gsi(name: string): Bindable<readonly ["Query"]> {
    return {
      variables: this.variables,
      grantTo: (fn) => fn.allow(["dynamodb:Query"], [`${this.tableArn}/index/${name}`]),
    };
  }

  /** The table itself, not its GSIs. */
  grantTo(fn: ReelbaseFunction, actions: readonly TableAction[]): void {
    fn.allow(
      actions.map((action) => `dynamodb:${action}`),
      [this.tableArn],
    );
  }
}

/** Removals at work at the same time: nobody waits for them, and the table is paid by what they write. */
const REMOVALS_AT_ONCE = 5;

export interface CatalogProps {
  readonly config: Config;
  readonly work: WorkBucket;
}

/** What is known of every video: the table, the vectors derived from it, and the function that makes a run current. */
export class Catalog extends Construct {
  readonly table: CatalogTable;
  readonly segmentIndex: SegmentIndex;
  readonly finalize: ReelbaseFunction;
  /** Takes videos and indexes out of every store; the stack binds it to the videos and the workflow. */
  readonly remove: ReelbaseFunction;
  /** What is to be removed, on its way to `remove`. */
  readonly removals: WorkQueue;

  constructor(scope: Construct, id: string, { config, work }: CatalogProps) {
    super(scope, id);
    this.table = new CatalogTable(this, "Table", config);
    this.segmentIndex = new SegmentIndex(this, "SegmentIndex", config);
    this.finalize = new ReelbaseFunction(this, "Finalize", {
      entry: "catalog/finalize",
      config,
      timeoutSec: 60,
      environment: { SETTINGS: settingsText(config) },
    })
      .bind(this.table, ["GetItem", "UpdateItem", "ConditionCheckItem", "BatchWriteItem"])
      .bind(work, { read: [ANALYSES_PREFIX], seeMissing: true });
    this.remove = this.makeRemove(config, work);
    this.removals = new WorkQueue(this, "Removals", {
      variable: "REMOVAL_QUEUE_URL",
      consumer: this.remove,
      maxConcurrency: REMOVALS_AT_ONCE,
    });
    // The removal of an index is a message for each of its videos.
    this.remove.bind(this.removals, undefined);
  }

  private makeRemove(config: Config, work: WorkBucket): ReelbaseFunction {
    const paid = [ANSWERS_PREFIX, EMBEDDINGS_PREFIX, ANALYSES_PREFIX];
    return new ReelbaseFunction(this, "Remove", {
      entry: "catalog/remove",
      config,
      // The segments of a long video are tens of thousands of deletions, in batches of 25; what is cut off goes on
      // where it stopped when its message comes again.
      timeoutSec: 300,
    })
      .bind(this.table, ["GetItem", "BatchGetItem", "Query"])
      .bind(this.table, ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"])
      .bind(this.table.gsi(BY_INDEX), ["Query"])
      .bind(this.table.gsi(BY_STATUS), ["Query"])
      .bind(this.segmentIndex, ["DeleteVectors"])
      .bind(work, { remove: paid, seeMissing: true });
  }
}

import { RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { ANALYSES_PREFIX, BY_INDEX, BY_STATUS } from "../lambda/keys.ts";
import { type Config, settingsText } from "./config.ts";
import { type Bindable, ReelbaseFunction } from "./function.ts";
import { SegmentIndex } from "./segment-index.ts";
import type { WorkBucket } from "./work-bucket.ts";

export type TableAction =
  | "GetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem"
  | "BatchWriteItem"
  | "Query";

const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

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
        { indexName: BY_INDEX, partitionKey: text("gsi1pk"), sortKey: text("gsi1sk") },
        { indexName: BY_STATUS, partitionKey: text("gsi2pk"), sortKey: text("gsi2sk") },
      ],
      deletionProtection: !ephemeral,
      removalPolicy: ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.variables = { TABLE_NAME: this.tableName };
  }

  /** The table itself, not its GSIs: a stage that queries one asks for it when it comes. */
  grantTo(fn: ReelbaseFunction, actions: readonly TableAction[]): void {
    fn.allow(
      actions.map((action) => `dynamodb:${action}`),
      [this.tableArn],
    );
  }
}

export interface CatalogProps {
  readonly config: Config;
  readonly work: WorkBucket;
}

/** What is known of every video: the table, the vectors derived from it, and the function that makes a run current. */
export class Catalog extends Construct {
  readonly table: CatalogTable;
  readonly segmentIndex: SegmentIndex;
  readonly finalize: ReelbaseFunction;

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
  }
}

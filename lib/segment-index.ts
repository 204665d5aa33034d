import { Fn, RemovalPolicy } from "aws-cdk-lib";
import * as s3vectors from "aws-cdk-lib/aws-s3vectors";
import { Construct } from "constructs";
import { vectorIndexName } from "../lambda/keys.ts";
import type { Config } from "./config.ts";
import type { Bindable, ReelbaseFunction } from "./function.ts";

export type VectorAction = "PutVectors" | "DeleteVectors" | "GetVectors" | "QueryVectors" | "ListVectors";

/**
 * One vector index per embedding option of the chosen model. It is derived from the segments in the catalog and can
 * be written again without paying a model, so it always goes with the stack; an index that stayed would also stand in
 * the way of its own name when the model is chosen again.
 */
export class SegmentIndex extends Construct implements Bindable<readonly VectorAction[]> {
  readonly bucketName: string;
  readonly variables: Readonly<Record<string, string>>;
  private readonly indexArns: readonly string[];

  constructor(scope: Construct, id: string, { marengo, embeddingOptions }: Config) {
    super(scope, id);
    const bucket = new s3vectors.CfnVectorBucket(this, "Bucket");
    bucket.applyRemovalPolicy(RemovalPolicy.DESTROY);
    // arn:aws:s3vectors:<region>:<account>:bucket/<name>: the resource has no attribute for the name alone.
    this.bucketName = Fn.select(1, Fn.split("/", bucket.attrVectorBucketArn));
    this.variables = { VECTOR_BUCKET: this.bucketName };
    this.indexArns = embeddingOptions.map((option) => {
      const index = new s3vectors.CfnIndex(this, `Index-${option}`, {
        vectorBucketArn: bucket.attrVectorBucketArn,
        // The one physical name of the stack: it says which vectors may meet.
        indexName: vectorIndexName(marengo.shortName, option, marengo.dimension),
        dataType: "float32",
        dimension: marengo.dimension,
        distanceMetric: marengo.metric,
      });
      index.applyRemovalPolicy(RemovalPolicy.DESTROY);
      return index.attrIndexArn;
    });
  }

  grantTo(fn: ReelbaseFunction, actions: readonly VectorAction[]): void {
    fn.allow(
      actions.map((action) => `s3vectors:${action}`),
      this.indexArns,
    );
  }
}

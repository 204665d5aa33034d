import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Bindable, ReelbaseFunction } from "./function.ts";

/** Prefixes below which a function may do something; each ends with a slash. */
export interface BucketAccess {
  readonly read?: readonly string[];
  /** A named version of an object needs a grant of its own. */
  readonly readVersions?: readonly string[];
  readonly write?: readonly string[];
  /** Uploads in parts are begun and ended by the right to write; giving one up is a right of its own. */
  readonly abort?: readonly string[];
  readonly remove?: readonly string[];
  /** A version is removed for good; without this right only a delete marker is put on top of it. */
  readonly removeVersions?: readonly string[];
  /** Finding the versions of keys. */
  readonly listVersions?: boolean;
  /**
   * Asking for a missing object is answered by 404 instead of 403. Without a condition on the prefix: a request for
   * an object carries none, so a condition would bring the 403 back.
   */
  readonly seeMissing?: boolean;
}

/** The action behind each right that is given below prefixes. */
const ACTIONS_BELOW = {
  read: "s3:GetObject",
  readVersions: "s3:GetObjectVersion",
  write: "s3:PutObject",
  abort: "s3:AbortMultipartUpload",
  remove: "s3:DeleteObject",
  removeVersions: "s3:DeleteObjectVersion",
} as const;

export interface ReelbaseBucketProps {
  /** Environment variable with the name of the bucket. @default none: who works on it is told by its event */
  readonly variable?: string;
  readonly versioned: boolean;
  readonly lifecycle: s3.LifecycleRule;
  /** The bucket goes with the stack. It must be empty then: the stack has no function that empties it. */
  readonly ephemeral: boolean;
}

/** A private bucket that reports what is created in it to EventBridge. */
export class ReelbaseBucket extends s3.Bucket implements Bindable<BucketAccess> {
  readonly variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ReelbaseBucketProps) {
    super(scope, id, {
      versioned: props.versioned,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        // Parts of uploads that were given up are invisible and paid for.
        { abortIncompleteMultipartUploadAfter: Duration.days(7), ...props.lifecycle },
      ],
      removalPolicy: props.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.variables = props.variable ? { [props.variable]: this.bucketName } : {};
    // `eventBridgeEnabled` would do the same by a custom resource with a function of its own.
    const resource = this.node.defaultChild as s3.CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** The same bucket for functions that no event tells where to look: they find its name in a variable. */
  named(variable: string): Bindable<BucketAccess> {
    return {
      variables: { [variable]: this.bucketName },
      grantTo: (fn, access) => this.grantTo(fn, access),
    };
  }

  grantTo(fn: ReelbaseFunction, access: BucketAccess): void {
    for (const [right, action] of Object.entries(ACTIONS_BELOW) as [keyof typeof ACTIONS_BELOW, string][]) {
      const prefixes = access[right];
      if (prefixes) fn.allow([action], this.below(prefixes));
    }
    if (access.seeMissing) fn.allow(["s3:ListBucket"], [this.bucketArn]);
    if (access.listVersions) fn.allow(["s3:ListBucketVersions"], [this.bucketArn]);
  }

  private below(prefixes: readonly string[]): string[] {
    return prefixes.map((prefix) => this.arnForObjects(`${prefix}*`));
  }
}

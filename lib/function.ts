import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Config } from "./config.ts";

/** Something a function can be bound to: where it is, and what may be done there. */
export interface Bindable<Access> {
  /** Environment variables that tell a function where the resource is. */
  readonly variables: Readonly<Record<string, string>>;
  /** Gives the function exactly what `access` names. */
  grantTo(fn: ReelbaseFunction, access: Access): void;
}

export interface ReelbaseFunctionProps {
  /** `<stage>/<step>`: the folder below dist/ that holds the bundle. */
  readonly entry: string;
  readonly config: Config;
  readonly timeoutSec: number;
  /** CPU grows with it: one full core at 1,769. @default 512 */
  readonly memoryMb?: number;
  /** Variables that name no resource. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ConsumeOptions {
  /** Messages handed over at once, 1 to 10. */
  readonly batchSize: number;
  /** Batches handled at the same time, 2 to 1,000. @default no bound but the account's */
  readonly maxConcurrency?: number;
}

/** One handler with its own role, which may write its own logs and traces and nothing else until it is bound. */
export class ReelbaseFunction extends lambda.Function {
  readonly timeoutSec: number;
  /** As `role`, which the base class may leave undefined. */
  readonly ownRole: iam.Role;

  constructor(scope: Construct, id: string, props: ReelbaseFunctionProps) {
    // The role, the log group and the function stand side by side: a function cannot be the scope of what it needs.
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    });
    const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
      retention: props.config.logRetentionDays,
      // What a run did stands in the catalog; logs without their function only cost.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description: `reelbase ${props.entry}`,
      // The bundles are built for Node 20, so that they also run on the local host; AWS gets the newest runtime.
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: lambda.Code.fromAsset(bundle(props.entry)),
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      timeout: Duration.seconds(props.timeoutSec),
      memorySize: props.memoryMb ?? 512,
      environment: {
        NODE_OPTIONS: "--enable-source-maps",
        POWERTOOLS_SERVICE_NAME: "reelbase",
        ...props.environment,
      },
    });
    this.timeoutSec = props.timeoutSec;
    this.ownRole = role;
    this.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]);
  }

  /** Callers name the function alone: there are no versions and no aliases of it. */
  override get resourceArnsForGrantInvoke(): string[] {
    return [this.functionArn];
  }

  /** Variable and grant in one call: one without the other is a fault that only shows at run time. */
  bind<Access>(resource: Bindable<Access>, access: Access): this {
    for (const [name, value] of Object.entries(resource.variables)) this.addEnvironment(name, value);
    resource.grantTo(this, access);
    return this;
  }

  allow(actions: readonly string[], resources: readonly string[], conditions: iam.Conditions = {}): void {
    this.addToRolePolicy(
      new iam.PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        conditions: { ...conditions },
      }),
    );
  }

  /** Hands over the messages of a queue; those that a batch reports as failed come again, the others do not. */
  consume(queue: sqs.IQueue, { batchSize, maxConcurrency }: ConsumeOptions): void {
    this.allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], [queue.queueArn]);
    // Below the queue, whose only consumer this is: two would take each other's messages.
    new lambda.EventSourceMapping(queue, "Consumer", {
      target: this,
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    });
  }
}

function bundle(entry: string): string {
  const path = fileURLToPath(new URL(`../dist/${entry}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`There is no bundle in dist/${entry}. Bundle the handlers first.`);
  return path;
}

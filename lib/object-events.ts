import { Aws, Duration } from "aws-cdk-lib";
import * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { ReelbaseFunction } from "./function.ts";
import { ReelbaseQueue, visibilityFor } from "./queue.ts";

export interface ObjectEventsProps {
  readonly bucket: Pick<s3.IBucket, "bucketName">;
  /** Which keys: content filters of an event pattern, such as `{ prefix: "videos/" }`. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  /** Takes the events, ten at most at once. */
  readonly consumer: ReelbaseFunction;
  /** Batches at work at the same time. */
  readonly maxConcurrency: number;
}

/** Five failures of the same event are no accident any more. */
const MAX_RECEIVES = 5;

/**
 * The `Object Created` events of some keys of a bucket, whichever way the object was made, in a queue with a function
 * behind it: bursts wait, what fails comes again, and what fails for good is kept.
 */
export class ObjectEvents extends Construct {
  readonly queue: ReelbaseQueue;
  readonly deadLetters: ReelbaseQueue;
  /** Events that EventBridge could not put into the queue. */
  readonly undelivered: ReelbaseQueue;

  constructor(scope: Construct, id: string, { bucket, keys, consumer, maxConcurrency }: ObjectEventsProps) {
    super(scope, id);
    this.undelivered = new ReelbaseQueue(this, "Undelivered");
    this.deadLetters = new ReelbaseQueue(this, "DeadLetters");
    this.queue = new ReelbaseQueue(this, "Queue", {
      visibilityTimeout: visibilityFor(consumer.timeoutSec),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    const rule = new events.Rule(this, "Rule", {
      eventPattern: {
        source: ["aws.s3"],
        detailType: ["Object Created"],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [...keys] } },
      },
      targets: [
        {
          bind: () => ({
            arn: this.queue.queueArn,
            deadLetterConfig: { arn: this.undelivered.queueArn },
            // EventBridge's own bounds, said here because they are the promise: a day of trying.
            retryPolicy: {
              maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
              maximumRetryAttempts: 185,
            },
          }),
        },
      ],
    });
    for (const queue of [this.queue, this.undelivered]) letSend(rule, queue);
    consumer.consume(this.queue, { batchSize: 10, maxConcurrency });
  }
}

/** Only this rule of this account may put messages into the queue. */
function letSend(rule: events.Rule, queue: sqs.Queue): void {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: {
        ArnEquals: { "aws:SourceArn": rule.ruleArn },
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
      },
    }),
  );
}

import { Duration } from "aws-cdk-lib";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** The longest that SQS keeps a message: what waits or failed must outlive a long weekend without anybody there. */
const RETENTION = Duration.days(14);

/** AWS's advice for a queue with a function behind it: a batch that is tried again must not show up meanwhile. */
const VISIBILITY_PER_TIMEOUT = 6;

/** A queue that nothing but TLS reaches, encrypted by SQS itself (no key to pay for). */
export class ReelbaseQueue extends sqs.Queue {
  constructor(
    scope: Construct,
    id: string,
    props: Pick<sqs.QueueProps, "visibilityTimeout" | "deadLetterQueue"> = {},
  ) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      ...props,
    });
  }
}

/** @param functionTimeoutSec of the function that consumes the queue */
export const visibilityFor = (functionTimeoutSec: number) =>
  Duration.seconds(VISIBILITY_PER_TIMEOUT * functionTimeoutSec);

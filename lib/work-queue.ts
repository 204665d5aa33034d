import { Construct } from "constructs";
import type { Bindable, ReelbaseFunction } from "./function.ts";
import { ReelbaseQueue, visibilityFor } from "./queue.ts";

export interface WorkQueueProps {
  /** Environment variable in which those who send find its address. */
  readonly variable: string;
  readonly consumer: ReelbaseFunction;
  /** Messages at work at the same time, 2 to 1,000. */
  readonly maxConcurrency: number;
}

/** Five failures of the same message are no accident any more. */
const MAX_RECEIVES = 5;

/** Work that a request asks for and does not wait for: one message at a time, and what fails for good is kept. */
export class WorkQueue extends Construct implements Bindable<undefined> {
  readonly queue: ReelbaseQueue;
  readonly deadLetters: ReelbaseQueue;
  readonly variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { variable, consumer, maxConcurrency }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = new ReelbaseQueue(this, "DeadLetters");
    this.queue = new ReelbaseQueue(this, "Queue", {
      visibilityTimeout: visibilityFor(consumer.timeoutSec),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.variables = { [variable]: this.queue.queueUrl };
    // One by one: a message that takes minutes must not be done again because another one of its batch failed.
    consumer.consume(this.queue, { batchSize: 1, maxConcurrency });
  }

  /** Lets a function put work in. */
  grantTo(fn: ReelbaseFunction): void {
    fn.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }
}

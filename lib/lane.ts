import { Construct } from "constructs";
import type { Config } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { ReelbaseQueue, visibilityFor } from "./queue.ts";

export interface LaneProps {
  readonly worker: ReelbaseFunction;
  /** Messages worked on at the same time: the share of the model's quota that is ours. */
  readonly maxConcurrency: number;
}

/** Failing a few tokens is quick. */
const DEAD_LETTER_SEC = 30;

/**
 * How often a message may show before it goes to the DLQ. Throttling hands messages back hundreds of times while
 * nothing is wrong with them; 1,000 is the most that SQS takes.
 */
const MAX_RECEIVES = 1000;

/** A queue that holds work for a Bedrock model, with the worker that does it. Ten thousand uploads wait here. */
export class Lane extends Construct {
  readonly queue: ReelbaseQueue;
  readonly deadLetters: ReelbaseQueue;
  readonly worker: ReelbaseFunction;

  constructor(scope: Construct, id: string, { worker, maxConcurrency }: LaneProps) {
    super(scope, id);
    this.worker = worker;
    this.deadLetters = new ReelbaseQueue(this, "DeadLetters", {
      visibilityTimeout: visibilityFor(DEAD_LETTER_SEC),
    });
    this.queue = new ReelbaseQueue(this, "Queue", {
      visibilityTimeout: visibilityFor(worker.timeoutSec),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    // One message, one model call: a call that is slow delays nobody else's answer.
    worker.consume(this.queue, { batchSize: 1, maxConcurrency });
    worker.bind(
      { variables: { LANE_URL: this.queue.queueUrl }, grantTo: () => this.letHandBack() },
      undefined,
    );
  }

  /** Throttled work goes back to the lane with a visibility timeout that grows. */
  private letHandBack(): void {
    this.worker.allow(["sqs:ChangeMessageVisibility"], [this.queue.queueArn]);
  }
}

/** Fails the token of every message that ended in the DLQ of a lane, so that no run waits for it. */
export class LaneDeadLetters extends Construct {
  readonly fn: ReelbaseFunction;

  constructor(
    scope: Construct,
    id: string,
    { lanes, config }: { readonly lanes: readonly Lane[]; readonly config: Config },
  ) {
    super(scope, id);
    this.fn = new ReelbaseFunction(this, "Function", {
      entry: "lane/dead-letter",
      config,
      timeoutSec: DEAD_LETTER_SEC,
      memoryMb: 256,
    });
    for (const lane of lanes) this.fn.consume(lane.deadLetters, { batchSize: 10 });
  }
}

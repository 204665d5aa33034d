import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Caller, ServiceError } from "../../service.ts";
import type { Operation, SqsContext } from "../context.ts";
import { dropExpired } from "../context.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { parseInput } from "../input.ts";
import type { MessageState } from "../message.ts";
import type { MoveTask } from "../move-task.ts";
import type { Entry, Queue } from "../queue.ts";

const input = z.strictObject({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.number().optional(),
});

/** Moves all visible messages of a dead-letter queue, at once, to where they came from or to `DestinationArn`. */
export const startMessageMoveTask: Operation = async (sqs, request, caller) => {
  const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = parseInput(input, request);
  if (MaxNumberOfMessagesPerSecond !== undefined) throw notSupported("MaxNumberOfMessagesPerSecond");
  for (const action of ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
    caller.authorize(`sqs:${action}`, SourceArn);
  }
  const source = findQueue(sqs, SourceArn, "SourceArn");
  const destination =
    DestinationArn === undefined ? undefined : findQueue(sqs, DestinationArn, "DestinationArn");
  if (!sqs.queues.all().some(({ settings }) => settings.redrive?.deadLetterArn === SourceArn)) {
    throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
  }

  await dropExpired(sqs, source);
  const now = sqs.clock.now();
  const { received: waiting } = source.select(now, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const moved: Entry[] = [];
  let failure: string | undefined;
  for (const [key, state] of waiting) {
    const target = destination ?? sqs.queues.findByArn(state.deadLetterSource ?? "");
    if (target === undefined) {
      failure = "CouldNotDetermineMessageSource";
      break;
    }
    moved.push([key, fresh(state, target, caller, now)]);
  }
  const task: MoveTask = {
    TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: SourceArn })).toString(
      "base64",
    ),
    SourceArn,
    ...(DestinationArn !== undefined && { DestinationArn }),
    Status: failure === undefined ? "COMPLETED" : "FAILED",
    ...(failure !== undefined && { FailureReason: failure }),
    ApproximateNumberOfMessagesMoved: moved.length,
    ApproximateNumberOfMessagesToMove: waiting.length,
    StartedTimestamp: Math.floor(now),
  };
  await sqs.queues.update(source, moved);
  await sqs.moveTasks.add(task);
  return { TaskHandle: task.TaskHandle };
};

/** The service treats a moved message as a new one: new id, new age, no receives. */
function fresh(state: MessageState, target: Queue, caller: Caller, now: number): MessageState {
  caller.authorize("sqs:SendMessage", target.arn);
  return {
    queue: target.name,
    messageId: randomUUID(),
    senderId: state.senderId,
    sentAt: now,
    visibleAt: now,
    hiddenAt: now,
    receiveCount: 0,
  };
}

function findQueue(sqs: SqsContext, arn: string, parameter: string): Queue {
  const queue = sqs.queues.findByArn(arn);
  if (queue !== undefined) return queue;
  throw new ServiceError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    404,
  );
}

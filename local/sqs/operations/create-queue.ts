import * as z from "zod";
import { ServiceError } from "../../service.ts";
import type { Operation, SqsContext } from "../context.ts";
import { invalidParameter, invalidValue, notSupported } from "../errors.ts";
import { parseInput } from "../input.ts";
import { defaultSettings, type QueueSettings } from "../settings.ts";
import { attributesOfSettings, settingsFromAttributes } from "../settings-attributes.ts";

const input = z.strictObject({
  QueueName: z.string(),
  Attributes: z.record(z.string(), z.string()).optional(),
  // Tags change nothing that the stand-in does.
  tags: z.record(z.string(), z.string()).optional(),
});

export const createQueue: Operation = async (sqs, request, caller) => {
  const { QueueName, Attributes = {} } = parseInput(input, request);
  checkQueueName(QueueName);
  caller.authorize("sqs:CreateQueue", sqs.queues.arn(QueueName));
  const settings = settingsFromAttributes(Attributes, defaultSettings);
  const existing = sqs.queues.find(QueueName);
  if (existing === undefined) {
    checkDeadLetterTarget(sqs, settings);
    await sqs.queues.save(QueueName, settings, sqs.clock.now());
  } else {
    const has = attributesOfSettings(existing.settings);
    const differs = Object.keys(Attributes).find(
      (name) => attributesOfSettings(settings)[name] !== has[name],
    );
    if (differs !== undefined) {
      throw new ServiceError(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${differs}`,
      );
    }
  }
  return { QueueUrl: sqs.url(QueueName) };
};

/** @throws InvalidParameterValueException, or UnsupportedOperation (501) for the name of a FIFO queue */
export function checkQueueName(name: string): void {
  if (name.endsWith(".fifo")) throw notSupported("FIFO queues");
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw invalidParameter(
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
}

/** @throws InvalidParameterValueException when the dead-letter queue is not there */
export function checkDeadLetterTarget(sqs: SqsContext, settings: QueueSettings): void {
  const { redrive } = settings;
  if (redrive === undefined || sqs.queues.findByArn(redrive.deadLetterArn) !== undefined) return;
  const policy = attributesOfSettings(settings)["RedrivePolicy"];
  throw invalidValue(policy, "RedrivePolicy", "Dead letter target does not exist");
}

import * as z from "zod";
import type { QueueSettings } from "../../sqs/settings.ts";
import { integer, jsonObject } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

const arn = ({ name, place }: Identity) => `arn:aws:sqs:${place.region}:${place.account}:${name}`;

/** The SDK sends its requests to the URL of the queue, so it leads to the loopback port. */
const url = ({ name, place, endpoint }: Identity) => `${endpoint}/${place.account}/${name}`;

/** What the service takes when the template says nothing. */
const DEFAULT_VISIBILITY_SEC = 30;

const redrivePolicy = z
  .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: integer })
  .transform(({ deadLetterTargetArn: deadLetterArn, maxReceiveCount }) => ({
    deadLetterArn,
    maxReceiveCount,
  }));

const properties = {
  QueueName: z.string().optional(),
  VisibilityTimeout: integer.optional(),
  MessageRetentionPeriod: integer.optional(),
  DelaySeconds: integer.optional(),
  MaximumMessageSize: integer.optional(),
  ReceiveMessageWaitTimeSeconds: integer.optional(),
  RedrivePolicy: jsonObject.pipe(redrivePolicy).optional(),
};

/** The settings that the template gives; the stand-in knows the service's defaults. */
function settings(given: z.infer<z.ZodObject<typeof properties>>): Partial<QueueSettings> {
  return {
    ...(given.VisibilityTimeout !== undefined && { visibilityTimeoutSec: given.VisibilityTimeout }),
    ...(given.MessageRetentionPeriod !== undefined && { retentionSec: given.MessageRetentionPeriod }),
    ...(given.DelaySeconds !== undefined && { delaySec: given.DelaySeconds }),
    ...(given.MaximumMessageSize !== undefined && { maximumMessageBytes: given.MaximumMessageSize }),
    ...(given.ReceiveMessageWaitTimeSeconds !== undefined && {
      receiveWaitSec: given.ReceiveMessageWaitTimeSeconds,
    }),
    ...(given.RedrivePolicy !== undefined && { redrive: given.RedrivePolicy }),
  };
}

export const sqsQueue = defineResource({
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  nameRule: { limit: 80 },
  ref: url,
  attributes: { Arn: arn, QueueName: ({ name }) => name, QueueUrl: url },
  properties,
  noLocalEffect: {
    KmsDataKeyReusePeriodSeconds: "the messages lie on the developer's own disk",
    KmsMasterKeyId: "the messages lie on the developer's own disk",
    RedriveAllowPolicy: "only the queues of this template redrive to each other",
    SqsManagedSseEnabled: "the messages lie on the developer's own disk",
  },
  create: async (queue, { queues, standIns }) => {
    const made = await standIns.sqs.createQueue({ name: queue.name, ...settings(queue.properties) });
    const { VisibilityTimeout = DEFAULT_VISIBILITY_SEC } = queue.properties;
    queues.set(made.arn, { visibilityTimeoutSec: VisibilityTimeout });
    if (made.arn !== arn(queue) || made.url !== url(queue)) {
      throw new TemplateError(
        `the queue is called ${made.arn} (${made.url}), but the template was told otherwise`,
      );
    }
  },
});

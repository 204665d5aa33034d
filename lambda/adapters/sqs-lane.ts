import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Lane } from "../ports.ts";

/** The longest that SQS hides a message, seconds. */
const MAX_VISIBILITY_SEC = 43_200;

export function sqsLane(client: SQSClient, queueUrl: string): Lane {
  return {
    handBack: async (receiptHandle, seconds) => {
      const visibility = Math.min(Math.ceil(seconds), MAX_VISIBILITY_SEC);
      try {
        await client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queueUrl,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: visibility,
          }),
        );
      } catch {
        // The message then shows again when its visibility timeout ends: later, but not lost.
      }
    },
  };
}

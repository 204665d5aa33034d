import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { RemovalRequests } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** The queue of what is marked as deleted and is still to be removed. */
export function sqsRemovalRequests(client: SQSClient, queueUrl: string): RemovalRequests {
  return {
    send: (request, delaySec = 0) =>
      storing("Asking for a removal", async () => {
        await client.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: JSON.stringify(request),
            DelaySeconds: delaySec,
          }),
        );
      }),
  };
}

import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { FetchRequest } from "../../contracts/fetch-request.ts";
import type { FetchRequests } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** The queue of addresses that are to be fetched. */
export function sqsFetchRequests(client: SQSClient, queueUrl: string): FetchRequests {
  return {
    send: (request: FetchRequest) =>
      storing("Asking for a file to be fetched", async () => {
        await client.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(request) }),
        );
      }),
  };
}

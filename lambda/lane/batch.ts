import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { logText } from "../domain/errors.ts";
import type { Log } from "../ports.ts";

/** Works through the messages of a batch one by one; those that fail come again, the others do not. */
export function eachMessage(log: Log, work: (body: string) => Promise<void>) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { body, messageId } of Records) {
      try {
        await work(body);
      } catch (error) {
        log.error("message failed", { messageId, error: logText(error) });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

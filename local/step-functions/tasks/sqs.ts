import type { JsonService } from "../../service.ts";
import { defined } from "../interpreter/events.ts";
import { asObject, type Integration, jsonText, sdkMetadata } from "./integration.ts";

/** `sqs:sendMessage`: an object given as the body is sent as its JSON text. */
export function sqsSendMessage(sqs: JsonService): Integration {
  return {
    parameters: [
      "QueueUrl",
      "MessageBody",
      "DelaySeconds",
      "MessageAttributes",
      "MessageDeduplicationId",
      "MessageGroupId",
    ],
    required: ["QueueUrl", "MessageBody"],
    canWaitForToken: true,
    errors: { prefix: "SQS", base: "AmazonSQSException", unmodelled: [] },
    async call({ MessageBody, ...parameters }, caller) {
      const input = { ...parameters, ...defined({ MessageBody: jsonText(MessageBody) }) };
      const answer = await sqs.execute("SendMessage", input, caller);
      return { ...asObject(answer), ...sdkMetadata() };
    },
  };
}

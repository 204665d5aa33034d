import { ServiceError } from "../service.ts";
import { attributesDigest, bodyDigest } from "./digest.ts";
import type { MessageAttributes, MessageContent, MessageState } from "./message.ts";
import { receiptHandle } from "./receipt.ts";

const systemAttributes: Readonly<
  Record<string, (state: MessageState, content: MessageContent) => string | undefined>
> = {
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAt }) => milliseconds(firstReceivedAt),
  SentTimestamp: ({ sentAt }) => milliseconds(sentAt),
  SenderId: ({ senderId }) => senderId,
  DeadLetterQueueSourceArn: ({ deadLetterSource }) => deadLetterSource,
  AWSTraceHeader: (_, { traceHeader }) => traceHeader,
};

/** Names that exist but that no message of a standard queue carries. */
const fifoAttributes = ["MessageGroupId", "MessageDeduplicationId", "SequenceNumber"];

/** @throws InvalidAttributeName */
export function checkSystemAttributes(names: readonly string[]): void {
  for (const name of names) {
    if (name !== "All" && !Object.hasOwn(systemAttributes, name) && !fifoAttributes.includes(name)) {
      throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
  }
}

/** A message as ReceiveMessage gives it, with the attributes that the request names. */
export function receivedMessage(
  key: string,
  state: MessageState,
  content: MessageContent,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): Record<string, unknown> {
  const attributes = selectAttributes(content.attributes, attributeNames);
  const digest = attributesDigest(attributes);
  const system = Object.entries(systemAttributes)
    .filter(([name]) => systemNames.includes("All") || systemNames.includes(name))
    .flatMap(([name, read]) => {
      const value = read(state, content);
      return value === undefined ? [] : [[name, value] as const];
    });
  return {
    MessageId: state.messageId,
    ReceiptHandle: receiptHandle({ queue: state.queue, key, receipt: state.receipt ?? "" }),
    MD5OfBody: bodyDigest(content.body),
    Body: content.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest !== undefined && { MessageAttributes: attributes, MD5OfMessageAttributes: digest }),
  };
}

/** `All` and `.*` mean every attribute, `prefix.*` those that begin with `prefix.`. */
function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const wanted = (attribute: string) =>
    names.some(
      (name) =>
        name === "All" ||
        name === attribute ||
        (name.endsWith(".*") && attribute.startsWith(name.slice(0, name === ".*" ? 0 : -1))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}

/** A clock that runs fast has fractions; the service gives whole milliseconds. */
function milliseconds(time: number | undefined): string | undefined {
  return time === undefined ? undefined : String(Math.floor(time));
}

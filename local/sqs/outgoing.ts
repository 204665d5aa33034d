import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Caller } from "../service.ts";
import { ServiceError } from "../service.ts";
import { attributeValue } from "./digest.ts";
import { invalidParameter, missingParameter, notSupported } from "./errors.ts";
import { checkRange } from "./input.ts";
import type { MessageAttributes, MessageContent, MessageState } from "./message.ts";
import type { Queue } from "./queue.ts";

const attribute = z.strictObject({
  DataType: z.string().optional(),
  StringValue: z.string().optional(),
  BinaryValue: z.base64().optional(),
});

/** The fields of SendMessage and of an entry of SendMessageBatch that describe the message. */
export const messageFields = {
  MessageBody: z.string(),
  DelaySeconds: z.number().optional(),
  MessageAttributes: z.record(z.string(), attribute).optional(),
  MessageSystemAttributes: z.record(z.string(), attribute).optional(),
};

const messageInput = z.object(messageFields);
export type MessageInput = z.infer<typeof messageInput>;

/** A message that is ready to be stored. */
export interface Outgoing {
  readonly state: MessageState;
  readonly content: MessageContent;
  /** What counts towards the size limits: body and attributes. */
  readonly bytes: number;
}

/** Checks a message as the service does and gives it its identity. `now` in milliseconds since 1970. */
export function outgoing(queue: Queue, input: MessageInput, caller: Caller, now: number): Outgoing {
  checkRange(input.DelaySeconds, "DelaySeconds", 0, 900, "DelaySeconds must be >= 0 and <= 900");
  checkBody(input.MessageBody);
  const attributes = checkAttributes(input.MessageAttributes ?? {});
  const trace = traceHeader(input.MessageSystemAttributes ?? {});
  const bytes = Buffer.byteLength(input.MessageBody) + attributesBytes(attributes);
  const limit = queue.settings.maximumMessageBytes;
  if (bytes > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  const delayMs = (input.DelaySeconds ?? queue.settings.delaySec) * 1000;
  return {
    state: {
      queue: queue.name,
      messageId: randomUUID(),
      senderId: caller.name,
      sentAt: now,
      visibleAt: now + delayMs,
      hiddenAt: now,
      receiveCount: 0,
    },
    content: { body: input.MessageBody, attributes, ...(trace !== undefined && { traceHeader: trace }) },
    bytes,
  };
}

/** XML's characters, as the service demands; the `u` flag makes the last range count whole characters. */
const ALLOWED_BODY = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

function checkBody(body: string): void {
  if (body === "") throw missingParameter("MessageBody");
  if (!ALLOWED_BODY.test(body)) {
    throw new ServiceError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
}

const MAXIMUM_ATTRIBUTES = 10;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9_.-]{1,256}$/i;
const DATA_TYPE = /^(String|Number|Binary)(\.|$)/;

function checkAttributes(given: NonNullable<MessageInput["MessageAttributes"]>): MessageAttributes {
  const entries = Object.entries(given);
  if (entries.length > MAXIMUM_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAXIMUM_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(
    entries.map(([name, { DataType, StringValue, BinaryValue }]) => {
      if (!ATTRIBUTE_NAME.test(name))
        throw invalidParameter(`The message attribute name '${name}' is invalid.`);
      const kind = DATA_TYPE.exec(DataType ?? "")?.[1];
      if (DataType === undefined || kind === undefined) {
        throw invalidParameter(
          `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
        );
      }
      const value = kind === "Binary" ? { BinaryValue } : { StringValue };
      if (!(value.BinaryValue || value.StringValue)) {
        throw invalidParameter(
          `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${kind}'.`,
        );
      }
      if (kind === "Number" && !isNumber(StringValue)) {
        throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
      }
      return [name, { DataType, ...value }];
    }),
  );
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "" && Number.isFinite(Number(text));
}

function attributesBytes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      attributeValue(attribute).length,
    0,
  );
}

function traceHeader(given: NonNullable<MessageInput["MessageSystemAttributes"]>): string | undefined {
  const { AWSTraceHeader, ...others } = given;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw notSupported(`the message system attribute ${unknown}`);
  if (AWSTraceHeader === undefined) return undefined;
  if (AWSTraceHeader.DataType !== "String" || !AWSTraceHeader.StringValue) {
    throw invalidParameter("The message system attribute 'AWSTraceHeader' must be a non-empty String.");
  }
  return AWSTraceHeader.StringValue;
}

import fc from "fast-check";
import { eventRecord, groupByPayload } from "../../../local/sqs/event-record.ts";

const ARN = "arn:aws:sqs:eu-west-1:123456789012:work";

const message = (Body: string) => ({
  MessageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
  ReceiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
  Body,
  MD5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
});

describe("eventRecord", () => {
  it("has the shape of Lambda's SQS event", () => {
    const Attributes = {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1545082649183",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1545082649185",
    };
    expect(eventRecord({ ...message("Test message."), Attributes }, ARN, "eu-west-1")).toEqual({
      messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
      receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
      body: "Test message.",
      attributes: Attributes,
      messageAttributes: {},
      md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
      eventSource: "aws:sqs",
      eventSourceARN: ARN,
      awsRegion: "eu-west-1",
    });
  });

  it("carries message attributes with their digest", () => {
    const MessageAttributes = {
      text: { DataType: "String", StringValue: "a" },
      bytes: { DataType: "Binary", BinaryValue: "AAE=" },
    };
    const record = eventRecord(
      { ...message("x"), MessageAttributes, MD5OfMessageAttributes: "00484c68" },
      ARN,
      "eu-west-1",
    );
    expect(record.md5OfMessageAttributes).toBe("00484c68");
    expect(record.messageAttributes).toEqual({
      text: { stringValue: "a", stringListValues: [], binaryListValues: [], dataType: "String" },
      bytes: { binaryValue: "AAE=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
    });
  });
});

describe("groupByPayload", () => {
  it("keeps every record, in order, in groups that fit the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 400 })), (bodies) => {
        const records = bodies.map((body) => eventRecord(message(body), ARN, "eu-west-1"));
        const groups = groupByPayload(records, 2_000);
        expect(groups.flat()).toEqual(records);
        for (const group of groups) {
          expect(Buffer.byteLength(JSON.stringify({ Records: group }))).toBeLessThanOrEqual(2_000);
        }
      }),
    );
  });

  it("makes one group of what fits", () => {
    const records = Array.from({ length: 10 }, () => eventRecord(message("x"), ARN, "eu-west-1"));
    expect(groupByPayload(records)).toEqual([records]);
  });

  it("leaves a record that is too large on its own", () => {
    const records = ["x", "y".repeat(5_000), "z"].map((body) => eventRecord(message(body), ARN, "eu-west-1"));
    expect(groupByPayload(records, 2_000).map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});

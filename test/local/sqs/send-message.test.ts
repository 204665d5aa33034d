import { type MessageAttributeValue, SendMessageCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const MEBIBYTE = 1_048_576;

describe("SendMessage", () => {
  it.each([
    ["plain text", "hello"],
    ["text of many scripts", "größe 動画 🎬 \u{10FFFF}"],
    ["tabs and line ends", "a\tb\r\nc"],
    ["the largest body", "x".repeat(MEBIBYTE)],
  ])("delivers %s unchanged", async (_, body) => {
    const { url } = await target.createQueue();
    const id = await target.send(url, body);
    const message = await target.receiveOne(url);
    expect(message).toMatchObject({ MessageId: id, Body: body });
  });

  it.each<[string, string, Record<string, MessageAttributeValue>, string]>([
    [
      "a number",
      "235c5c510d26fb653d073faed50ae77c",
      { timestamp: { DataType: "Number", StringValue: "1493147359900" } },
      "1493147359900",
    ],
    [
      "a number with a label",
      "2e2e4876d8e0bd6b8c2c8f556831c349",
      { timestamp: { DataType: "Number.java.lang.Long", StringValue: "1493147359900" } },
      "1493147359900",
    ],
  ])("gives the digest of %s as attribute", async (_, digest, MessageAttributes, value) => {
    const { url } = await target.createQueue();
    const sent = await target.client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: "x", MessageAttributes }),
    );
    expect(sent.MD5OfMessageAttributes).toBe(digest);
    const received = await target.receiveOne(url, { MessageAttributeNames: ["All"] });
    expect(received.MD5OfMessageAttributes).toBe(digest);
    expect(received.MessageAttributes?.["timestamp"]?.StringValue).toBe(value);
  });

  it("delivers binary attributes and the trace header", async () => {
    const { url } = await target.createQueue();
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
    await target.client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: "x",
        MessageAttributes: { bytes: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 1, 255) } },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } },
      }),
    );
    const message = await target.receiveOne(url, {
      MessageAttributeNames: [".*"],
      MessageSystemAttributeNames: ["AWSTraceHeader"],
    });
    expect([...(message.MessageAttributes?.["bytes"]?.BinaryValue ?? [])]).toEqual([0, 1, 255]);
    expect(message.Attributes).toEqual({ AWSTraceHeader: trace });
  });

  it("hides a delayed message until its time", async () => {
    const { url } = await target.createQueue({ DelaySeconds: "900" });
    await target.send(url, "waits for the delay of the queue");
    await eventually(async () =>
      expect(await target.attribute(url, "ApproximateNumberOfMessagesDelayed")).toBe("1"),
    );
    await target.client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: "waits for its own", DelaySeconds: 1 }),
    );
    expect(await target.receiveOne(url)).toMatchObject({ Body: "waits for its own" });
    expect(await target.receive(url)).toEqual([]);
  });

  it.each([
    ["nothing", "", "MissingParameter"],
    ["a control character", "a\u0000b", "InvalidMessageContents"],
    ["a vertical tab", "\u000b", "InvalidMessageContents"],
    ["a character that XML excludes", "\uFFFE", "InvalidMessageContents"],
    ["more than 1 MiB", "x".repeat(MEBIBYTE + 1), "InvalidParameterValue"],
    ["more than 1 MiB in bytes", "é".repeat(MEBIBYTE / 2 + 1), "InvalidParameterValue"],
  ])("refuses a body with %s", async (_, MessageBody, code) => {
    const { url } = await target.createQueue();
    const sending = target.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    await expect(sending).rejects.toMatchObject({ Code: code });
  });

  it.each<[string, Record<string, MessageAttributeValue>]>([
    ["an empty value", { a: { DataType: "String", StringValue: "" } }],
    ["an unknown type", { a: { DataType: "Text", StringValue: "x" } }],
    ["a number that is none", { a: { DataType: "Number", StringValue: "x" } }],
    ["a reserved name", { "AWS.a": { DataType: "String", StringValue: "x" } }],
    ["a bad name", { "a b": { DataType: "String", StringValue: "x" } }],
    [
      "eleven of them",
      Object.fromEntries(
        Array.from({ length: 11 }, (_, n) => [`a${n}`, { DataType: "String", StringValue: "x" }]),
      ),
    ],
  ])("refuses attributes with %s", async (_, MessageAttributes) => {
    const { url } = await target.createQueue();
    const sending = target.client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: "x", MessageAttributes }),
    );
    await expect(sending).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  });

  it("counts attributes towards the size", async () => {
    const { url } = await target.createQueue({ MaximumMessageSize: "1024" });
    const send = (value: string) =>
      target.client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: "x".repeat(1000),
          MessageAttributes: { a: { DataType: "String", StringValue: value } },
        }),
      );
    await send("y".repeat(1024 - 1000 - "aString".length));
    await expect(send("y".repeat(1024 - 1000 - "aString".length + 1))).rejects.toMatchObject({
      Code: "InvalidParameterValue",
    });
  });

  it.each([-1, 901])("refuses a delay of %d s", async (DelaySeconds) => {
    const { url } = await target.createQueue();
    const sending = target.client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: "x", DelaySeconds }),
    );
    await expect(sending).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  });

  it("refuses a queue that is not there", async () => {
    const { url } = await target.createQueue();
    await expect(target.send(`${url}-not`, "x")).rejects.toMatchObject({
      name: "QueueDoesNotExist",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

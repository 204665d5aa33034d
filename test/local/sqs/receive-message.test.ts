import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

describe("ReceiveMessage", () => {
  it("answers without messages when there are none", async () => {
    const { url } = await target.createQueue();
    const answer = await target.client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 1 }));
    expect(answer.Messages).toBeUndefined();
  });

  it("wakes up at once when a message comes", async () => {
    const { url } = await target.createQueue({ ReceiveMessageWaitTimeSeconds: "20" });
    const receiving = target.receiveOne(url);
    await target.send(url, "here I am");
    expect(await receiving).toMatchObject({ Body: "here I am" });
  });

  it("gives each message to one of several consumers", async () => {
    const { url } = await target.createQueue();
    const receiving = Array.from({ length: 5 }, () => target.receiveOne(url));
    await Promise.all(["a", "b", "c", "d", "e"].map((body) => target.send(url, body)));
    const bodies = (await Promise.all(receiving)).map(({ Body }) => Body);
    expect(bodies.sort()).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("gives a message again after its visibility timeout, with one receive more and another handle", async () => {
    const { url } = await target.createQueue({ VisibilityTimeout: "1" });
    await target.send(url, "x");
    const names = { MessageSystemAttributeNames: ["All" as const] };
    const first = await target.receiveOne(url, names);
    const second = await target.receiveOne(url, names);
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
    expect([first, second].map(({ Attributes }) => Attributes?.ApproximateReceiveCount)).toEqual(["1", "2"]);
    const { SentTimestamp, ApproximateFirstReceiveTimestamp } = first.Attributes ?? {};
    expect(Number(SentTimestamp)).toBeLessThanOrEqual(Number(ApproximateFirstReceiveTimestamp));
    expect(second.Attributes).toMatchObject({ SentTimestamp, ApproximateFirstReceiveTimestamp });
    expect(first.Attributes).toHaveProperty("SenderId");
  });

  it("hides a message for the time that the request asks for", async () => {
    const { url } = await target.createQueue({ VisibilityTimeout: "43200" });
    await target.send(url, "x");
    await target.receiveOne(url, { VisibilityTimeout: 1 });
    await eventually(async () =>
      expect(await target.attribute(url, "ApproximateNumberOfMessagesNotVisible")).toBe("1"),
    );
    expect(await target.receiveOne(url)).toMatchObject({ Body: "x" });
  });

  it("gives the attributes that the request names, with a digest of just these", async () => {
    const { url } = await target.createQueue({ VisibilityTimeout: "0" });
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    await target.client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: "x",
        MessageAttributes: { "part.a": text("1"), "part.b": text("2"), other: text("3") },
      }),
    );
    const named = async (...MessageAttributeNames: string[]) => {
      const { MessageAttributes, MD5OfMessageAttributes } = await target.receiveOne(url, {
        MessageAttributeNames,
      });
      return { names: Object.keys(MessageAttributes ?? {}).sort(), digest: MD5OfMessageAttributes };
    };
    expect(await named()).toEqual({ names: [], digest: undefined });
    const some = await named("part.*");
    const all = await named("All");
    expect(some.names).toEqual(["part.a", "part.b"]);
    expect(all.names).toEqual(["other", "part.a", "part.b"]);
    expect((await named("other")).names).toEqual(["other"]);
    expect(some.digest).not.toBe(all.digest);
  });

  it("moves a message to the dead-letter queue on the receive after the last one, with its id", async () => {
    const dead = await target.createQueue({ VisibilityTimeout: "0" });
    const policy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { url, arn } = await target.createQueue({ VisibilityTimeout: "0", RedrivePolicy: policy });
    const id = await target.send(url, "poison");
    await target.receiveOne(url);
    await target.receiveOne(url);
    await eventually(async () =>
      expect(await target.attribute(dead.url, "ApproximateNumberOfMessages")).toBe("0"),
    );
    expect(await target.receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
    const letter = await target.receiveOne(dead.url, { MessageSystemAttributeNames: ["All"] });
    expect(letter).toMatchObject({ MessageId: id, Body: "poison" });
    expect(letter.Attributes).toMatchObject({ DeadLetterQueueSourceArn: arn });
    await eventually(async () =>
      expect(await target.attribute(url, "ApproximateNumberOfMessages")).toBe("0"),
    );
  });

  it.each([
    ["no messages", { MaxNumberOfMessages: 0 }],
    ["eleven messages", { MaxNumberOfMessages: 11 }],
    ["more than 12 hours", { VisibilityTimeout: 43_201 }],
    ["a longer wait than 20 s", { WaitTimeSeconds: 21 }],
  ])("refuses a request for %s", async (_, options) => {
    const { url } = await target.createQueue();
    await expect(target.receive(url, options)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  });

  it("refuses an attribute name that it does not know", async () => {
    const { url } = await target.createQueue();
    const receiving = target.receive(url, { AttributeNames: ["ReceiveCount" as "All"] });
    await expect(receiving).rejects.toMatchObject({ name: "InvalidAttributeName" });
  });
});

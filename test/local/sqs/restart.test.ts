import { cp, rm } from "node:fs/promises";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { type Host, openHost, temporaryFolder } from "./host.ts";

const folders: string[] = [];
const hosts: Host[] = [];

async function open(dir: string): Promise<Host> {
  const host = await openHost(dir);
  hosts.push(host);
  return host;
}

async function newFolder(): Promise<string> {
  const dir = await temporaryFolder();
  folders.push(dir);
  return dir;
}

/** A host on a copy of the folder as it lies there now: what a process finds that comes after one that was killed. */
async function openAfterKill(dir: string): Promise<Host> {
  const copy = await newFolder();
  await cp(dir, copy, { recursive: true });
  return open(copy);
}

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  for (const dir of folders.splice(0)) await rm(dir, { recursive: true });
});

const receive = async (host: Host, url: string) => {
  const names = { MessageSystemAttributeNames: ["All" as const], MessageAttributeNames: ["All"] };
  const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...names });
  return (await host.client.send(command)).Messages ?? [];
};

const send = (host: Host, url: string, MessageBody: string, DelaySeconds = 0) =>
  host.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds }));

describe("a stand-in that comes after one that was killed", () => {
  it("has every message that was sent, in the order of sending, under a URL with another port", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    const { url } = await first.sqs.createQueue({ name: "work" });
    const bodies = Array.from({ length: 25 }, (_, n) => `message ${n}`);
    for (const body of bodies) await send(first, url, body);
    const second = await openAfterKill(dir);
    const received = [
      ...(await receive(second, url)),
      ...(await receive(second, url)),
      ...(await receive(second, url)),
    ];
    expect(received.map(({ Body }) => Body)).toEqual(bodies);
  });

  it("gives what was in flight at once, and still counts its receives", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    const { url } = await first.sqs.createQueue({ name: "work", visibilityTimeoutSec: 43_200 });
    await send(first, url, "in flight");
    const [before] = await receive(first, url);
    const second = await openAfterKill(dir);
    const [after] = await receive(second, url);
    expect(after?.MessageId).toBe(before?.MessageId);
    expect(after?.Attributes?.ApproximateReceiveCount).toBe("2");
  });

  it("keeps delays and back-offs that were chosen", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    const { url } = await first.sqs.createQueue({ name: "work" });
    await send(first, url, "throttled");
    const [message] = await receive(first, url);
    const backOff = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 900 };
    await first.client.send(new ChangeMessageVisibilityCommand(backOff));
    await send(first, url, "delayed", 900);
    const second = await openAfterKill(dir);
    expect(await receive(second, url)).toEqual([]);
    const counts = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
    expect((await second.client.send(counts)).Attributes).toMatchObject({
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    });
  });

  it("does not have what was deleted, even when it was hidden and deleted at the same time", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    const { url } = await first.sqs.createQueue({ name: "work" });
    for (let n = 0; n < 10; n++) await send(first, url, `message ${n}`);
    const messages = await receive(first, url);
    await Promise.allSettled(
      messages.flatMap(({ ReceiptHandle }) => [
        first.client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
        ),
        first.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })),
      ]),
    );
    expect(messages).toHaveLength(10);
    const second = await openAfterKill(dir);
    expect(await receive(second, url)).toEqual([]);
  });

  it("follows the template's new settings and keeps the messages", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    const { url } = await first.sqs.createQueue({ name: "work", visibilityTimeoutSec: 5, delaySec: 7 });
    await send(first, url, "kept");
    const second = await openAfterKill(dir);
    await second.sqs.createQueue({ name: "work", visibilityTimeoutSec: 60 });
    const attributes = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
    expect((await second.client.send(attributes)).Attributes).toMatchObject({
      VisibilityTimeout: "60",
      DelaySeconds: "0",
      ApproximateNumberOfMessages: "1",
    });
  });

  it("has a message that was moved to the dead-letter queue in that queue only", async () => {
    const dir = await newFolder();
    const first = await open(dir);
    // The dead-letter queue may come after the queue that names it.
    const deadLetterArn = "arn:aws:sqs:eu-west-1:123456789012:dead";
    const redrive = { deadLetterArn, maxReceiveCount: 1 };
    const { url } = await first.sqs.createQueue({ name: "work", visibilityTimeoutSec: 0, redrive });
    const dead = await first.sqs.createQueue({ name: "dead" });
    expect(dead.arn).toBe(deadLetterArn);
    await send(first, url, "poison");
    expect(await receive(first, url)).toHaveLength(1);
    expect(await receive(first, url)).toHaveLength(0);
    const second = await openAfterKill(dir);
    expect(await receive(second, url)).toEqual([]);
    // The receives count anew, or a redrive policy of the dead-letter queue would move the message on at once.
    expect(await receive(second, dead.url)).toMatchObject([
      { Body: "poison", Attributes: { ApproximateReceiveCount: "1" } },
    ]);
  });
});

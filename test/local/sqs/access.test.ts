import { rm } from "node:fs/promises";
import {
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { wallClock } from "../../../local/clock.ts";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { developer } from "../serve.ts";
import { type Host, openHost, temporaryFolder } from "./host.ts";

const ARN = "arn:aws:sqs:eu-west-1:123456789012:work";

let dir: string;
let host: Host;
let url: string;
/** What the caller asked for; `allowed` decides. */
let asked: [action: string, resource: string][];
let allowed: boolean;

beforeEach(async () => {
  asked = [];
  allowed = true;
  const caller: Caller = {
    name: "role",
    authorize(action, resource) {
      asked.push([action, resource]);
      if (!allowed) throw new AccessDenied("role", action, resource);
    },
  };
  dir = await temporaryFolder();
  host = await openHost(dir, wallClock(), caller);
  url = (await host.sqs.createQueue({ name: "work" })).url;
});

afterEach(async () => {
  await host.close();
  await rm(dir, { recursive: true });
});

/** Operations and the right that each needs; the batches have none of their own. */
const rights: [operation: string, input: Record<string, unknown>, action: string][] = [
  ["SendMessage", { MessageBody: "x" }, "sqs:SendMessage"],
  ["SendMessageBatch", { Entries: [{ Id: "a", MessageBody: "x" }] }, "sqs:SendMessage"],
  ["ReceiveMessage", {}, "sqs:ReceiveMessage"],
  ["DeleteMessage", { ReceiptHandle: "x" }, "sqs:DeleteMessage"],
  ["DeleteMessageBatch", { Entries: [{ Id: "a", ReceiptHandle: "x" }] }, "sqs:DeleteMessage"],
  ["ChangeMessageVisibility", { ReceiptHandle: "x", VisibilityTimeout: 0 }, "sqs:ChangeMessageVisibility"],
  [
    "ChangeMessageVisibilityBatch",
    { Entries: [{ Id: "a", ReceiptHandle: "x", VisibilityTimeout: 0 }] },
    "sqs:ChangeMessageVisibility",
  ],
  ["GetQueueAttributes", {}, "sqs:GetQueueAttributes"],
  ["SetQueueAttributes", { Attributes: {} }, "sqs:SetQueueAttributes"],
  ["PurgeQueue", {}, "sqs:PurgeQueue"],
  ["DeleteQueue", {}, "sqs:DeleteQueue"],
  ["ListDeadLetterSourceQueues", {}, "sqs:ListDeadLetterSourceQueues"],
];

describe("rights", () => {
  it.each(rights)(
    "%s needs %j %s on the queue, before it does anything",
    async (operation, input, action) => {
      allowed = false;
      const caller: Caller = {
        name: "role",
        authorize(wanted, resource) {
          asked.push([wanted, resource]);
          throw new AccessDenied("role", wanted, resource);
        },
      };
      await host.sqs.execute("SendMessage", { QueueUrl: url, MessageBody: "before" }, developer);
      const running = host.sqs.execute(operation, { QueueUrl: url, ...input }, caller);
      await expect(running).rejects.toBeInstanceOf(AccessDenied);
      expect(asked).toEqual([[action, ARN]]);
      const counts = await host.sqs.execute(
        "GetQueueAttributes",
        { QueueUrl: url, AttributeNames: ["All"] },
        developer,
      );
      expect(counts).toMatchObject({ Attributes: { ApproximateNumberOfMessages: "1" } });
    },
  );

  it("asks for the listing of queues on all of them", async () => {
    await host.client.send(new ListQueuesCommand({}));
    expect(asked).toEqual([["sqs:ListQueues", "*"]]);
  });

  it("tells a client in the service's way", async () => {
    allowed = false;
    const sending = host.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    await expect(sending).rejects.toMatchObject({
      Code: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
      message: `role is not authorized to perform: sqs:SendMessage on resource: ${ARN}`,
    });
  });
});

describe("what is not supported", () => {
  it("is an error: an operation", async () => {
    const tagging = host.client.send(new TagQueueCommand({ QueueUrl: url, Tags: { a: "b" } }));
    await expect(tagging).rejects.toMatchObject({
      name: "UnsupportedOperation",
      $metadata: { httpStatusCode: 501 },
    });
  });

  it("is an error: a field", async () => {
    const receiving = host.client.send(
      new ReceiveMessageCommand({ QueueUrl: url, ReceiveRequestAttemptId: "for FIFO queues only" }),
    );
    await expect(receiving).rejects.toMatchObject({ name: "UnsupportedOperation" });
  });

  it("is an error: a FIFO queue", async () => {
    await expect(host.sqs.createQueue({ name: "work.fifo" })).rejects.toMatchObject({
      name: "UnsupportedOperation",
    });
  });

  it.each([{ visibilityTimeoutSec: 43_201 }, { retentionSec: 1 }, { delaySec: 0.5 }])(
    "is an error: the setting %j",
    async (settings) => {
      await expect(host.sqs.createQueue({ name: "work", ...settings })).rejects.toMatchObject({
        name: "InvalidAttributeValue",
      });
    },
  );

  it.each(["work", "http://127.0.0.1/work", "http://127.0.0.1/123456789012/a/b"])(
    "is an error: the queue URL %s",
    async (QueueUrl) => {
      await expect(host.sqs.execute("PurgeQueue", { QueueUrl }, developer)).rejects.toMatchObject({
        name: "InvalidAddress",
      });
    },
  );

  it("is an error: a queue of another account", async () => {
    const elsewhere = url.replace("123456789012", "210987654321");
    await expect(host.sqs.execute("PurgeQueue", { QueueUrl: elsewhere }, developer)).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });
});

describe("retention", () => {
  it("drops what is older", async () => {
    await host.close();
    host = await openHost(dir, wallClock(1000));
    const kept = await host.sqs.createQueue({ name: "kept", retentionSec: 1_209_600 });
    const dropped = await host.sqs.createQueue({ name: "dropped", retentionSec: 60 });
    for (const QueueUrl of [kept.url, dropped.url]) {
      await host.sqs.execute("SendMessage", { QueueUrl, MessageBody: "x" }, developer);
    }
    await host.sqs.clock.sleep(60_000);
    const receive = (QueueUrl: string) => host.sqs.execute("ReceiveMessage", { QueueUrl }, developer);
    expect(await receive(dropped.url)).toEqual({});
    expect(await receive(kept.url)).toMatchObject({ Messages: [{ Body: "x" }] });
  });
});

describe("close", () => {
  it("ends a long poll without messages", async () => {
    const polling = host.sqs.execute("ReceiveMessage", { QueueUrl: url, WaitTimeSeconds: 20 }, developer);
    await host.sqs.close();
    expect(await polling).toEqual({});
  });
});
